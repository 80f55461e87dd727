from django.urls import path

from portfolio.register import bodies, checklists, figure_import, figures, mail_views, member_views, payer_views, rule_editor, rules, settings_views, views

REGISTER = "<slug:region>/register/"

urlpatterns = [
    path(REGISTER, views.organisations, name="register"),
    path(REGISTER + "payers/", payer_views.payers, name="payers"),
    path(REGISTER + "payers/import/", payer_views.payers_import, name="payers-import"),
    path(REGISTER + "organisations/<int:number>/", views.organisation, name="organisation"),
    path(REGISTER + "bodies/", bodies.bodies, name="bodies"),
    path(REGISTER + "bodies/<int:number>/", bodies.body, name="body"),
    path(REGISTER + "checklists/", checklists.checklists, name="checklists"),
    path(REGISTER + "checklists/begin/", checklists.checklist_begin, name="checklist-begin"),
    path(REGISTER + "figures/", figures.figures, name="figures"),
    path(REGISTER + "figures/sources/", figures.sources, name="figures-sources"),
    path(REGISTER + "figures/new/", figures.new, name="figures-new"),
    path(REGISTER + "figures/file/", figure_import.send, name="figures-send"),
    path(REGISTER + "figures/file/<int:upload>/", figure_import.confirm, name="figures-upload"),
    path(REGISTER + "figures/<int:figure>/", figures.series, name="figures-series"),
    path(REGISTER + "rules/", rules.rules, name="rules"),
    path(REGISTER + "rules/new/", rules.rule_new, name="rule-new"),
    path(REGISTER + "rules/<int:number>/", rules.rule, name="rule"),
    path(REGISTER + "rules/<int:number>/name/", rules.rule_name, name="rule-name"),
    path(REGISTER + "rules/<int:number>/remove/", rules.rule_remove, name="rule-remove"),
    path(REGISTER + "rules/<int:number>/new/", rule_editor.version_new, name="rule-version-new"),
    path(REGISTER + "rules/versions/<int:number>/", rule_editor.version, name="rule-version"),
    path(REGISTER + "rules/versions/<int:number>/remove/", rule_editor.version_remove, name="rule-version-remove"),
    path(REGISTER + "rules/undo/<int:number>/", rules.rule_undo, name="rule-undo"),
    path(REGISTER + "rules/versions/undo/<int:number>/", rule_editor.version_undo, name="rule-version-undo"),
    path(REGISTER + "members/", member_views.members, name="members"),
    path(REGISTER + "members/new/", member_views.member_new, name="member-new"),
    path(REGISTER + "members/<int:number>/", member_views.member, name="member"),
    path(REGISTER + "members/undo/<int:number>/", member_views.member_undo, name="member-undo"),
    path(REGISTER + "invitations/<int:number>/again/", member_views.invitation_again, name="invitation-again"),
    path(REGISTER + "invitations/<int:number>/withdraw/", member_views.invitation_withdraw, name="invitation-withdraw"),
    path(REGISTER + "mail/", mail_views.mails, name="mails"),
    path(REGISTER + "mail/<int:number>/", mail_views.one_mail, name="mail"),
    path(REGISTER + "mail/<int:number>/again/", mail_views.mail_again, name="mail-again"),
    path(REGISTER + "settings/", settings_views.region_settings, name="region-settings"),
    path(REGISTER + "settings/undo/<int:number>/", settings_views.settings_undo, name="region-settings-undo"),
    path(REGISTER + "settings/logo/", settings_views.logo, name="region-logo"),
]

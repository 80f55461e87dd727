from django.urls import path

from portfolio.register import bodies, figure_import, figures, mail_views, member_views, settings_views, views

REGISTER = "<slug:region>/register/"

urlpatterns = [
    path(REGISTER, views.organisations, name="register"),
    path(REGISTER + "organisations/<int:number>/", views.organisation, name="organisation"),
    path(REGISTER + "bodies/", bodies.bodies, name="bodies"),
    path(REGISTER + "bodies/<int:number>/", bodies.body, name="body"),
    path(REGISTER + "figures/", figures.figures, name="figures"),
    path(REGISTER + "figures/sources/", figures.sources, name="figures-sources"),
    path(REGISTER + "figures/new/", figures.new, name="figures-new"),
    path(REGISTER + "figures/file/", figure_import.send, name="figures-send"),
    path(REGISTER + "figures/file/<int:upload>/", figure_import.confirm, name="figures-upload"),
    path(REGISTER + "figures/<int:figure>/", figures.series, name="figures-series"),
    path(REGISTER + "members/", member_views.members, name="members"),
    path(REGISTER + "members/new/", member_views.member_new, name="member-new"),
    path(REGISTER + "members/<int:number>/", member_views.member, name="member"),
    path(REGISTER + "members/undo/<int:number>/", member_views.member_undo, name="member-undo"),
    path(REGISTER + "invitations/<int:number>/again/", member_views.invitation_again, name="invitation-again"),
    path(REGISTER + "invitations/<int:number>/withdraw/", member_views.invitation_withdraw, name="invitation-withdraw"),
    path(REGISTER + "parties/", settings_views.register_parties, name="register-parties"),
    path(REGISTER + "mail/", mail_views.mails, name="mails"),
    path(REGISTER + "mail/<int:number>/", mail_views.one_mail, name="mail"),
    path(REGISTER + "mail/<int:number>/again/", mail_views.mail_again, name="mail-again"),
    path(REGISTER + "settings/", settings_views.region_settings, name="region-settings"),
    path(REGISTER + "settings/undo/<int:number>/", settings_views.settings_undo, name="region-settings-undo"),
    path(REGISTER + "settings/logo/", settings_views.logo, name="region-logo"),
]

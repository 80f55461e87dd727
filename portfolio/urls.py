from django.urls import include, path, re_path

from portfolio.overview.home import home
from portfolio.overview.me import me
from portfolio.overview.style_guide import style_guide
from portfolio.views import account
from portfolio.views.accessibility import accessibility
from portfolio.views.health import healthz, readyz
from portfolio.views.invitations import invitation

handler400 = "portfolio.views.errors.bad_request"
handler500 = "portfolio.views.errors.broken"

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # people: only these views of allauth's are mounted
    path("account/", account.own_page, name="account"),
    path("account/language/", account.language, name="language"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sign-in/", account.sign_in, name="account_login"),
    path("account/sign-out/", account.sign_out, name="account_logout"),
    path("account/closed/", account.inactive, name="account_inactive"),
    path("account/password/", account.change_password, name="account_change_password"),
    path("account/password/reset/", account.reset, name="account_reset_password"),
    path("account/password/reset/sent/", account.reset_sent, name="account_reset_password_done"),
    path("account/password/reset/done/", account.new_password_done, name="account_reset_password_from_key_done"),
    re_path(r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$", account.new_password, name="account_reset_password_from_key"),
    path("account/invitation/<token>/", invitation, name="invitation"),
    path("me/", me, name="me"),
    path("", include("portfolio.offers.urls")),
    path("", include("portfolio.municipality.urls")),
    # about Samverk itself
    path("account/accessibility/", accessibility, name="accessibility"),
    path("account/style-guide/", style_guide, name="style-guide"),
    path("", include("costsharing.urls")),
    path("", include("milestones.urls")),
    path("", include("portfolio.overview.urls")),
    path("", include("portfolio.overview.costs.urls")),
    path("", include("portfolio.overview.decisions.urls")),
    path("", include("portfolio.documents.urls")),
    path("", include("portfolio.editing.urls")),
    path("", include("portfolio.register.urls")),
    path("", include("portfolio.history.urls")),
    path("", include("costsharing.urls")),
]

"""Every address of the site. Each app names its own paths in its urls.py."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from accounts.staff import admin_door
from tocnscd.health import healthz
from visits.views.today import today

# One door for everybody: the admin site too signs in through allauth (lock-out, second factor).
admin.site.login = secure_admin_login(admin_door)

# An office gives accounts and renews passwords, so allauth's sign-up, e-mail and reset pages stay out.
ACCOUNT = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", today, name="home"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include(ACCOUNT)),
    path("", include("areas.urls")),
    path("", include("accounts.urls")),
    path("", include("imports.urls")),
    path("", include("teams.urls")),
    path("", include("visits.urls")),
    path("", include("reports.urls")),
]

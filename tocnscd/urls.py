"""Every address of the site. Each app names its own paths in its urls.py."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from tocnscd.health import healthz

# One door for everybody: the admin site too signs in through allauth (lock-out, second factor).
admin.site.login = secure_admin_login(admin.site.login)

APPS = [app for app in ("areas", "accounts", "teams", "visits", "reports") if find_spec(f"{app}.urls")]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    *[path("", include(f"{app}.urls")) for app in APPS],
]

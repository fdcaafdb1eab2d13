"""How allauth and axes behave here: an office gives accounts, and one name has one count of failures."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **more) -> HttpResponse:
        """Also who was on the way to a page that is open to all sets an own password first."""
        answer = super().post_login(request, user, **more)
        return redirect("account_change_password") if user.must_change_password else answer

    def clean_password(self, password: str, user: User | None = None) -> str:
        if user and user.must_change_password and user.check_password(password):
            raise ValidationError(_("Đây là mật khẩu được cấp. Đặt một mật khẩu khác, chỉ mình biết."))
        return super().clean_password(password, user)

    def set_password(self, user: User, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("home")


def login_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """What was typed as user name or e-mail, so that ToVien and tovien share one count."""
    credentials = credentials or {}
    name = credentials.get("username") or credentials.get("email") or request.POST.get("login", "")
    return name.strip().lower()


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address behind as many proxies as TRUSTED_PROXIES says; None for a call without network."""
    return get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else None

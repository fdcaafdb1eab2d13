"""How allauth and axes behave here: an office gives accounts, and one name has one count of failures."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def login_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """What was typed as user name or e-mail, so that ToVien and tovien share one count."""
    credentials = credentials or {}
    name = credentials.get("username") or credentials.get("email") or request.POST.get("login", "")
    return name.strip().lower()


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address behind as many proxies as TRUSTED_PROXIES says; None for a call without network."""
    return get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else None

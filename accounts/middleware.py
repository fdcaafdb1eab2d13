"""What a signed-in person was shown stays in no cache: nobody finds it on a shared computer by going back.
And whoever signed in with a password that was handed out sets an own one first."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

BEFORE_OWN_PASSWORD = {"account_change_password", "account_logout", "healthz"}  # what is open with a handed-out one


def keep_out_of_caches(get_response):
    def middleware(request: HttpRequest):
        response = get_response(request)
        if _is_closed(request) and request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


def _is_closed(request: HttpRequest) -> bool:
    """Whether the page asks to sign in; also one that was not found, which is framed like the others."""
    return not request.resolver_match or getattr(request.resolver_match.func, "login_required", True)


class OwnPasswordFirst:
    """Until then every page leads to the one that sets it, and addresses which ask by themselves to sign in take the
    person for signed out: a phone that sends visits hears 401 with a sentence and keeps them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if name in BEFORE_OWN_PASSWORD or not getattr(request.user, "must_change_password", False):
            return None
        if getattr(view, "login_required", True) or name == "account_login":
            return redirect("account_change_password")
        request.user = AnonymousUser()
        return None

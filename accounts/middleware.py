"""What a signed-in person was shown stays in no cache: nobody finds it on a shared computer by going back."""

from django.http import HttpRequest
from django.utils.cache import patch_cache_control


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

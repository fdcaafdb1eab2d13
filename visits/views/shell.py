"""The capture page, its service worker and its manifest: the same for everybody, without sign-in and personal data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from visits import shell


def _tag(request: HttpRequest) -> str:
    return f'"{shell.version()}"'


@require_safe
@login_not_required
@cache_control(no_cache=True)
@condition(etag_func=_tag)
@gzip_page
def capture(request: HttpRequest) -> HttpResponse:
    return HttpResponse(shell.shell_page())


@require_safe
@login_not_required
@cache_control(no_cache=True)
@condition(etag_func=_tag)
@gzip_page
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker serves what lies beneath its own address."""
    return HttpResponse(shell.worker_script(), content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> JsonResponse:
    return JsonResponse(shell.manifest(), content_type="application/manifest+json")

"""Pages are compressed on their way: a board of a hundred communes is 400 KB of markup, and 20 KB when it is sent."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Only pages: files are compressed in themselves.

    Nobody learns from lengths what stands in a page (BREACH): CSRF tokens are masked anew in every answer, and Django
    adds some bytes at random.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response

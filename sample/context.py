"""The sample accounts for the sign-in page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sample import accounts
from sample.models import SampleLoad


def sample_accounts(request: HttpRequest) -> dict:
    """`sample_accounts`: the accounts while sample data is loaded, else empty; no query until a page asks."""
    return {"sample_accounts": SimpleLazyObject(_accounts)}


def _accounts() -> list[dict[str, str]]:
    return accounts.listed() if SampleLoad.objects.exists() else []

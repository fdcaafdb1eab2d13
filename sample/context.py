"""The sample accounts for the sign-in page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sample import accounts
from sample.models import SampleLoad


def sample_accounts(request: HttpRequest) -> dict:
    """`sample_accounts`: the accounts while sample data is loaded, else (and in production) none; asked lazily."""
    return {"sample_accounts": SimpleLazyObject(_accounts)}


def _accounts() -> list[dict[str, str]]:
    return accounts.listed() if not settings.PRODUCTION and SampleLoad.objects.exists() else []

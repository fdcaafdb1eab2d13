"""QR codes of households: drawn at random, made for a whole hamlet or for one household, revoked, found again."""

import secrets
from collections.abc import Iterable
from uuid import UUID

import segno
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from areas.models import Area
from visits.models import Household, HouseholdAlias, HouseholdCode

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O, 1 I L and U, which people mistake for others
LENGTH = 12  # 30 ** 12: nobody meets a code by trying
QUIET = 4  # empty modules around a code, as its standard asks


def read_token(text: str) -> str:
    """What a person typed or a camera read, as a token is stored: k7m4-2qxf 9rtp is K7M42QXF9RTP."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def household_of(text: str, user: User, roles=None) -> Household | None:
    """The household of a valid code, when the user may see it; a merged household is the one that remained."""
    found = HouseholdCode.objects.valid().filter(token=read_token(text)).values_list("household_id", flat=True)
    keys = list(found)
    keys += HouseholdAlias.objects.filter(pk__in=keys).values_list("household", flat=True)
    return Household.objects.visible_to(user, roles).filter(pk__in=keys).first()


def codes_of(households: Iterable[UUID]) -> dict[UUID, HouseholdCode]:
    """The newest valid code of each household that has one; two queries."""
    keys = list(households)
    remained = {key: key for key in keys}
    remained |= dict(HouseholdAlias.objects.filter(household__in=keys).values_list("pk", "household"))
    codes = HouseholdCode.objects.valid().filter(household_id__in=list(remained)).order_by("made_at", "token")
    merged_first = sorted(codes, key=lambda code: remained[code.household_id] == code.household_id)
    return {remained[code.household_id]: code for code in merged_first}


@transaction.atomic
def make_missing(households: QuerySet, *, by: User) -> int:
    """Give a code to each household that has none; how many were made."""
    keys = [household.pk for household in households.select_for_update(no_key=True).order_by("pk").only("pk")]
    missing = set(keys) - codes_of(keys).keys()
    HouseholdCode.objects.bulk_create(HouseholdCode(token=_draw(), household_id=key, made_by=by) for key in missing)
    return len(missing)


@transaction.atomic
def renew(household: Household, *, by: User) -> HouseholdCode:
    """Revoke what the household has and give it a new code."""
    revoke(household, by=by)
    return HouseholdCode.objects.create(token=_draw(), household_id=household.pk, made_by=by)


@transaction.atomic
def revoke(household: Household, *, by: User) -> int:
    """Every paper with a code of this household, or of one merged into it, opens nothing any more."""
    Household.objects.select_for_update(no_key=True).filter(pk=household.pk).first()
    keys = [household.pk, *household.aliases.values_list("pk", flat=True)]
    codes = HouseholdCode.objects.valid().filter(household_id__in=keys)
    return codes.update(revoked_at=timezone.now(), revoked_by=by)


def draw_qr(address: str) -> SafeString:
    """An SVG element that takes the size its place gives it. One mask for all codes: to compare the eight for each
    household takes ten times as long, and every reader reads each of them."""
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=0)
    return mark_safe(code.svg_inline(omitsize=True, border=QUIET, svgclass="qr", lineclass=None))


def households_in(hamlet: Area) -> QuerySet[Household]:
    """In the order of the lists, which is that of the printed sheet."""
    return Household.objects.filter(area=hamlet).order_by("sort_key", "pk")


def _draw() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))

"""Two versions of one visit or household side by side, in words, with what differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from visits.draft import Draft, Position
from visits.found import Found
from visits.models import Household, Indicator, Visit
from visits.texts import amount, day_text

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    stored: str
    sent: str

    @property
    def differs(self) -> bool:
        return self.stored != self.sent


def pairs(stored: Mapping[str, str], sent: Mapping[str, str]) -> list[Pair]:
    """Every line that one of the two has, in the order of what the server has."""
    labels = dict.fromkeys([*stored, *sent])
    return [Pair(label, stored.get(label, NOTHING), sent.get(label, NOTHING)) for label in labels]


def of_draft(draft: Draft, household: str, indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Label -> text. `household` names the household; `indicators` by code, those that are known."""
    said = {
        _("Hộ"): household,
        _("Thời điểm"): format_date(localtime(draft.visited_at), "SHORT_DATETIME_FORMAT"),
        _("Kết quả"): str(Visit.Outcome(draft.outcome).label),
        _("Số người được hướng dẫn"): number_format(draft.people),
    }
    for code in sorted(draft.results, key=lambda code: _place(indicators.get(code))):
        indicator, quantity = indicators.get(code), draft.results[code]
        said[indicator.short_name if indicator else code] = (
            amount(indicator, quantity) if indicator else number_format(quantity)
        )
    said[_("Hẹn lại ngày")] = day_text(draft.next_on) if draft.next_on else NOTHING
    if draft.position:
        said[_("Vị trí")] = _spot(draft.position)
    said[_("Ghi chú")] = draft.note or NOTHING
    return said


def _spot(position: Position) -> str:
    """Degrees as maps take them."""
    return f"{position.lat:.4f}, {position.lon:.4f}"


def _place(indicator: Indicator | None) -> int:
    return indicator.position if indicator else 10**6


def draft_of(visit: Visit) -> Draft:
    """What a filed visit says, results prefetched with their indicators."""
    return Draft(
        visit_id=visit.pk,
        household_id=visit.household_id,
        visited_at=visit.visited_at,
        outcome=visit.outcome,
        people=visit.people,
        results={result.indicator.code: result.quantity for result in visit.results.all()},
        note=visit.note,
        next_on=visit.next_on,
        position=None if visit.lat is None else Position(visit.lat, visit.lon, visit.accuracy),
    )


def of_household(household: Household | Found, phone: str) -> dict[str, str]:
    """Label -> text; `phone` as the reader may see it."""
    return {
        _("Chủ hộ"): household.head_name,
        _("Địa chỉ"): household.address or NOTHING,
        _("Số điện thoại"): phone or NOTHING,
        _("Số nhân khẩu"): number_format(household.size) if household.size else NOTHING,
        _("Loại hộ"): str(Household.Kind(household.kind).label),
    }

"""What a household has reached: the state of each indicator, with the day and who helped."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from visits.models import Contribution, Household, Indicator
from visits.texts import amount, day_text

FIRST_ASKED = 7  # indicators, in the order of the catalogue, that every visit asks about before the others


@dataclass(slots=True)
class Progress:
    """`quantity` of one indicator at one household, and the first contribution to it."""

    indicator: Indicator
    quantity: int
    first: Contribution

    @property
    def since(self) -> date:
        return self.first.day

    @property
    def amount(self) -> str:
        return amount(self.indicator, self.quantity)

    @property
    def helper(self) -> str:
        """Who was there when the household first reached it."""
        return str(self.first.visit.created_by or self.first.team or "")

    @property
    def hint(self) -> str:
        """For the visit form: what the household has already."""
        if self.indicator.kind == Indicator.Kind.HOUSEHOLD:
            return _("đã có từ %(day)s") % {"day": day_text(self.since)}
        if self.indicator.kind == Indicator.Kind.PERSON:
            return _("đã có %(n)s người") % {"n": number_format(self.quantity)}
        return _("đã ghi %(amount)s") % {"amount": amount(self.indicator, self.quantity)}


def of_household(household: Household, *, without=None) -> dict[str, Progress]:
    """Indicator code -> what the household has reached, in the order of the catalogue.

    What it reached before it moved here is its own and is not counted again, so it is told as well.
    `without` leaves out the visit that is being edited.
    """
    rows = Contribution.objects.filter(visit__household=household, quantity__gt=0).exclude(visit=without)
    rows = rows.select_related("indicator", "team", "visit__created_by")
    reached: dict[str, Progress] = {}
    for row in rows.order_by("indicator__position", "indicator", "visit__visited_at", "visit"):
        state = reached.setdefault(row.indicator.code, Progress(row.indicator, 0, row))
        state.quantity += row.quantity
    return reached

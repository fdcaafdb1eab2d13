"""The facts behind one figure: those that count, those left out and why."""

from collections.abc import Mapping
from functools import cached_property
from math import isqrt

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from accounts.models import User
from areas.keyset import Page, read_page
from areas.models import Ancestry, Level
from areas.places import with_places
from reports.asked import NO_TEAM, Asked
from reports.grounds import Grounds, areas_of, gathered, grounds_of, hidden_of, on, only
from visits.models import Contribution, MonthlyTotal
from visits.months import month_of

MOST_COUNTED = 1000  # facts left out for one reason
FEW_AREAS = 50
# Reading all facts of an area takes as long as walking through everybody's until enough of its own are met, when their
# number, multiplied with itself, is so many times that of everybody's.
WORTH = 2000


class Evidence:
    """The rows behind a figure as one user may read them.

    Those of a large area are met by walking through all of the indicator by day, those of a small one are read area
    by area: which of both is told to the database, as it cannot know how many facts lie where.
    """

    def __init__(self, asked: Asked, user: User):
        self.asked, self.user = asked, user

    def page(self, query: Mapping[str, str], *, reason: str, size: int) -> Page:
        """One page of what was counted or, for this reason, left out."""
        rows, order = self._rows
        if reason:
            rows = _left_out(rows, reason)
        else:
            rows = rows.filter(Q(reason=Contribution.Reason.COUNTED) | ~Q(quantity=0))
        return read_page(rows, "day", query, size=size, order=order)

    def reasons(self) -> list[dict]:
        """For each reason: how many facts, and how much of what they claimed did not count.

        Of each only the newest MOST_COUNTED are looked at, `is_more` says so: a province has a million repeats.
        """
        found = []
        rows, order = self._rows
        for reason in sorted(set(Contribution.Reason) - {Contribution.Reason.COUNTED}):
            left = _left_out(rows, reason).order_by(f"-{order}").values_list(F("claimed") - F("quantity"), flat=True)
            lost = list(left[: MOST_COUNTED + 1])
            if lost:
                known = lost[:MOST_COUNTED]
                is_more = len(lost) > MOST_COUNTED
                found.append({"reason": reason.value, "facts": len(known), "lost": sum(known), "is_more": is_more})
        return found

    def elsewhere(self) -> dict:
        """Facts and sum of what is counted here and stands today in an area out of the user's sight."""
        if not self._hidden:
            return {"facts": 0, "sum": None}
        asked = self.asked
        if asked.is_everything:
            grounds = grounds_of(asked.area, asked.days, asked.day, among=self._hidden)
        else:
            grounds = only(asked.grounds, self._hidden)
        return gathered(self._facts, grounds).aggregate(facts=Count("pk"), sum=Sum("quantity"))

    def details(self, keys: list[int]) -> list[Contribution]:
        """The rows with their places, teams and sources, in the order of `keys`."""
        day = self.asked.lens.map_day(self.asked.area, self.asked.period.end)
        rows = with_places(Contribution.objects.filter(pk__in=keys), day)
        rows = rows.select_related("area", "team", "visit__household", "visit__created_by", "activity__created_by")
        found = rows.in_bulk()
        return [found[key] for key in keys]

    @property
    def _facts(self) -> QuerySet[Contribution]:
        asked = self.asked
        rows = Contribution.objects.filter(indicator=asked.counted, day__range=asked.days)
        return rows.filter(team=None if asked.team == NO_TEAM else asked.team) if asked.team else rows

    @cached_property
    def _rows(self) -> tuple[QuerySet[Contribution], str]:
        """All rows in sight, those that count nothing included, and the name by which to order them."""
        if self.asked.is_everything:
            rows = _held(self._facts, self.asked)
            return (rows.exclude(area__among=self._hidden) if self._hidden else rows), "day"
        if self._is_small():
            return gathered(self._facts, self._grounds), "at"
        return _met(self._facts, self._grounds), "day"

    def _is_small(self) -> bool:
        asked, grounds = self.asked, self._grounds
        if asked.team or len(areas_of(grounds)) <= FEW_AREAS:
            return True
        months = month_of(asked.days[0]), month_of(asked.days[1])
        rows = MonthlyTotal.objects.filter(indicator=asked.counted, month__range=months, area__level=Level.COUNTRY)
        most = isqrt(WORTH * (rows.aggregate(n=Sum("facts"))["n"] or 0))
        return gathered(self._facts, grounds)[:most].count() < most

    @cached_property
    def _hidden(self) -> set[int]:
        """Areas of the figure that the user may not see: those that went elsewhere. Who sees the area of the figure
        sees all that it holds today."""
        today, asked = timezone.localdate(), self.asked
        if asked.day == today:
            return set()
        held = Ancestry.objects.filter(ancestor=asked.area)
        if asked.is_everything:
            held = held.filter(Q(valid_until__lt=today) | Q(valid_from__gt=today))
            return hidden_of(held.values_list("descendant", flat=True), self.user)
        return hidden_of(
            areas_of(asked.grounds).difference(held.on(today).values_list("descendant", flat=True)), self.user
        )

    @cached_property
    def _grounds(self) -> Grounds:
        grounds = self.asked.grounds
        return only(grounds, areas_of(grounds) - self._hidden) if self._hidden else grounds


def _left_out(rows: QuerySet[Contribution], reason: str) -> QuerySet[Contribution]:
    """What was claimed and, for this reason, did not count or not wholly; in words that name an index of SQLite."""
    return rows.filter(reason=reason).exclude(reason=Contribution.Reason.COUNTED)


def _held(rows: QuerySet[Contribution], asked: Asked) -> QuerySet[Contribution]:
    """Tried row by row, which is cheap where nearly every row passes; from the fact to its few ancestors, see UNIT."""
    day = asked.day or OuterRef("day")
    held = Ancestry.objects.filter(descendant=OuterRef("area"), valid_from__lte=day, valid_until__gte=day)
    held = held.alias(holder=F("ancestor") + 0).filter(holder=asked.area.pk)
    return rows.alias(held=Subquery(held.values("pk")[:1])).filter(held__isnull=False)


def _met(rows: QuerySet[Contribution], grounds: Grounds) -> QuerySet[Contribution]:
    """As an expression, the area leads no database to read area by area."""
    return rows.alias(place=F("area") + 0).filter(on(grounds, "place"))

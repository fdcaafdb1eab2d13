"""What a link asks for, fixed when it is made: days, map, level and indicators.

A link never comes to show another table: two tables side by side would tell what each of them hides.
"""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from areas.models import Area
from reports.forms import QuestionForm
from reports.lens import Lens
from reports.models import SharedLink
from reports.pickers import map_name
from reports.question import Question, question_of
from reports.rollup import Period, with_parts
from reports.ways import way_by_units
from visits.models import Indicator


def fixed(question: Question) -> str:
    """The query of a link to this table; today's map becomes the map of this day."""
    lens = question.lens
    asked = [*question.days(), ("map", lens.day.isoformat() if lens.day else lens.key), ("by", way_by_units(question))]
    return urlencode([*asked, *(("i", indicator.code) for indicator in question.columns)])


def asked_by(area: Area, query: str) -> Question | None:
    """The question that a link asks; None when an indicator of it is not there any more."""
    catalogue = list(Indicator.objects.select_related("numerator", "denominator"))
    form = QuestionForm(QueryDict(query), indicators=catalogue)
    return question_of(area, form.cleaned_data, catalogue) if form.is_valid() else None


def period_of(link: SharedLink) -> Period:
    """The days whose figures the link shows."""
    asked = QueryDict(link.query)
    return Period(date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"]))


def codes_of(link: SharedLink, catalogue: Iterable[Indicator]) -> set[str]:
    """What the link tells: its columns, and the parts of its ratios."""
    asked = QueryDict(link.query).getlist("i")
    columns = [indicator for indicator in catalogue if indicator.code in asked]
    return {indicator.code for indicator in [*columns, *with_parts(columns)]}


def lens_of(link: SharedLink) -> str:
    """The name of the map that the link shows."""
    return map_name(Lens.parse(QueryDict(link.query)["map"]))


def other_days(area: Area, period: Period) -> list[Period]:
    """The days of which other valid links of the area tell."""
    found = {period_of(link) for link in SharedLink.objects.valid().filter(area=area)}
    return [days for days in found if days != period]


def forbidding(area: Area, query: str) -> SharedLink | None:
    """A valid link of the same area to another table that overlaps in days; other areas are not looked at (ADR 16)."""
    mine = SharedLink(area=area, query=query)
    period = period_of(mine)
    for link in SharedLink.objects.valid().filter(area=area):
        other = period_of(link)
        if other.start <= period.end and period.start <= other.end and _table(link) != _table(mine):
            return link
    return None


def _table(link: SharedLink) -> list[str | None]:
    asked = QueryDict(link.query)
    return [asked.get(name) for name in ("from", "to", "map", "by")]

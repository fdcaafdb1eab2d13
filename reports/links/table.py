"""The figures behind a link, and which of them it leaves out.

Whoever holds the link of a province and that of a commune lays both tables side by side. So where a valid link of a
unit above shows the same days, what its table hides in the row of the area is hidden here as the total, and what it
shows is of no use here to cover a small number with. The table of a unit above that is shared later takes the totals
of the units as known: who read them will not forget them.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Ancestry, Area, AreaStatistic
from reports.display import dress
from reports.kin import called
from reports.lines import Line, of_units
from reports.links.fixed import asked_by, codes_of, period_of
from reports.links.left_out import left_out
from reports.models import SharedLink
from reports.question import Question
from reports.rollup import table, with_parts
from reports.ways import level_named, way_by_units


@dataclass
class LinkTable:
    """`gone`: code of each column -> positions in `every` of the figures that are not told; the total stands last."""

    lines: list[Line]
    others: list[Line]
    total: Line
    statistics: dict[int, AreaStatistic]
    gone: dict[str, set[int]] = field(default_factory=dict)

    @property
    def every(self) -> list[Line]:
        return [*self.lines, *self.others, self.total]


def table_of(question: Question, user: User) -> LinkTable:
    """As far as `user`, who makes or made the link, may share it."""
    lines, others, total = _read(question, user)
    statistics = _statistics(question, [line.area for line in (*lines, *others, total) if line.area])
    found = LinkTable(lines, others, total, statistics)
    hidden, told = _above(question)
    found.gone = left_out(question, found.every, statistics, hidden=hidden, told=told | _told_below(question, lines))
    return found


def _above(question: Question) -> tuple[set[str], set[tuple[int, str]]]:
    """Of the tables of units above for these days: codes that they hide in the row of the area, (unit, code) that they
    show."""
    held = Ancestry.objects.filter(
        descendant=question.area, valid_from__lte=question.period.end, valid_until__gte=question.period.start
    )
    links = SharedLink.objects.valid().with_maker_in_office().filter(maker_in_office=True)
    links = links.filter(area__in=held.exclude(ancestor=question.area).values("ancestor"))
    alike = {(link.area_id, link.query): link for link in links.select_related("area", "created_by")}
    hidden, told = set(), set()
    for link in alike.values():
        asked = asked_by(link.area, link.query) if period_of(link) == question.period else None
        if asked is None:
            continue
        other = table_of(asked, link.created_by)
        for n, line in enumerate(other.lines):
            hidden |= {code for code, gone in other.gone.items() if line.area == question.area and n in gone}
            told |= {(line.area.pk, code) for code, gone in other.gone.items() if line.area and n not in gone}
    return hidden, told


def _told_below(question: Question, lines: list[Line]) -> set[tuple[int, str]]:
    """(unit, code) of totals that a link of the unit told before the first link of this area told these days. Links
    that ended count too, or what is hidden here would change while the table stands."""
    links = SharedLink.objects.filter(area__in=[line.area.pk for line in lines if line.area] + [question.area.pk])
    alike = [link for link in links if period_of(link) == question.period]
    first = min((link.created_at for link in alike if link.area_id == question.area.pk), default=None)
    before = [link for link in alike if link.area_id != question.area.pk and (not first or link.created_at < first)]
    return {(link.area_id, code) for link in before for code in codes_of(link, question.catalogue)}


def _read(question: Question, user: User) -> tuple[list[Line], list[Line], Line]:
    """The lines of the board with the parts of ratios; an area without units has its total alone."""
    area, way = question.area, way_by_units(question)  # a team is too few households to be told of
    wanted = list(dict.fromkeys([*question.columns, *with_parts(question.columns)]))
    level = level_named(way) if way else area.level
    read = table(area, level=level, period=question.period, lens=question.lens, indicators=wanted)
    lines, others = of_units(read, question, way, user) if way else ([], [])
    dress(lines, question)
    total = Line(_("Tổng: %(area)s") % {"area": called(area, question.today)}, read.total, area=area)
    return lines, [line for line in others if any(value is not None for value in line.values.values())], total


def _statistics(question: Question, areas: list[Area]) -> dict[int, AreaStatistic]:
    """The newest statistics of each unit that are not younger than the period."""
    rows = AreaStatistic.objects.filter(area__in=[area.pk for area in areas], year__lte=question.period.end.year)
    return {row.area_id: row for row in rows.order_by("year")}

"""The least that the figures of a page can cost: one statement that reads them all, with nothing around it."""

from time import perf_counter

from django.db import connection
from django.test import RequestFactory

from accounts.models import User
from areas.models import Level
from reports.lens import Lens
from reports.periods import compared_with
from reports.question import Question, read
from reports.rollup import Period, units_below, with_parts
from visits.months import whole_months

RECORDED = """SELECT area_id, indicator_id, SUM(quantity), SUM(facts) FROM visits_monthlytotal
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND area_id IN ({units})
    GROUP BY 1, 2"""
ON_MAP = """SELECT ancestor_id, indicator_id, SUM(own_quantity), SUM(own_facts)
    FROM visits_monthlytotal t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND own_facts > 0
        AND a.valid_from <= '{day}' AND a.valid_until >= '{day}' AND a.ancestor_id IN ({units}) GROUP BY 1, 2"""
DAYS = RECORDED.replace("monthlytotal", "dailytotal").replace("month BETWEEN '{first}' AND '{last}'", "({edges})")
DAYS_ON_MAP = ON_MAP.replace("monthlytotal", "dailytotal").replace("month BETWEEN '{first}' AND '{last}'", "({edges})")
OF_HAMLETS = """SELECT area_id, indicator_id, SUM(quantity), COUNT(*) FROM visits_contribution
    WHERE ({edges}) AND indicator_id IN ({indicators}) AND area_id IN ({units}) GROUP BY 1, 2"""
BY_TEAM = """SELECT MIN(area_id), indicator_id, SUM(quantity), COUNT(*)
    FROM visits_contribution t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE day BETWEEN '{start}' AND '{end}' AND indicator_id IN ({indicators})
        AND a.valid_from <= {day} AND a.valid_until >= {day} AND a.ancestor_id = {area}
    GROUP BY team_id, indicator_id"""


def limit(area: int, asked: dict) -> float:
    """Seconds of the one statement for the units of the table, the area itself, and its period before."""
    statement = _statement(_question(area, asked), asked["by"])
    with connection.cursor() as cursor:
        begun = perf_counter()
        cursor.execute(statement)
        cursor.fetchall()
        return perf_counter() - begun


def is_whole(area: int, asked: dict) -> bool:
    """Whether the period is made of whole months, and is read from totals."""
    question = _question(area, asked)
    return asked["by"] != "team" and not whole_months(question.period.start, question.period.end)[1]


def _question(area: int, asked: dict) -> Question:
    request = RequestFactory().get("/", {"area": area, **asked})
    request.user = User.objects.get(username="ministry")
    return read(request)[0]


def _statement(question: Question, way: str) -> str:
    area, period, lens = question.area, question.period, question.lens
    indicators = ", ".join(str(i.pk) for i in with_parts(question.headline))
    parts = _sums([area.pk], compared_with(period, question.today), lens, indicators, area.level == Level.HAMLET)
    if way == "team":
        day = f"'{lens.day}'" if lens.day else "day"
        words = {"start": period.start, "end": period.end, "area": area.pk, "day": day, "indicators": indicators}
        return " UNION ALL ".join([*parts, BY_TEAM.format(**words)])
    units = units_below(area, period=period, lens=lens, levels=[Level[way.upper()]])
    keys = [area.pk, *units.values_list("pk", flat=True)]
    return " UNION ALL ".join([*parts, *_sums(keys, period, lens, indicators, way == "hamlet")])


def _sums(units: list[int], period: Period, lens: Lens, indicators: str, are_hamlets: bool) -> list[str]:
    """The statement for whole months and the one for the days around them, as far as there are any."""
    months, edges = whole_months(period.start, period.end)
    words = {"indicators": indicators, "units": ", ".join(map(str, units)), "day": lens.day}
    parts = []
    if months:
        parts.append((ON_MAP if lens.day else RECORDED).format(first=months[0], last=months[-1], **words))
    if edges:
        days = " OR ".join(f"day BETWEEN '{first}' AND '{last}'" for first, last in edges)
        of_days = OF_HAMLETS if are_hamlets else DAYS_ON_MAP if lens.day else DAYS
        parts.append(of_days.format(edges=days, **words))
    return parts

"""The least that the figures of a page can cost: one statement that reads them all, with nothing around it."""

from time import perf_counter

from django.db import connection
from django.test import RequestFactory

from accounts.models import User
from areas.models import Level
from reports.question import Question, read
from reports.rollup import units_below, with_parts
from visits.months import whole_months

RECORDED = """SELECT area_id, indicator_id, SUM(quantity), SUM(facts) FROM visits_monthlytotal
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND area_id IN ({units})
    GROUP BY 1, 2"""
ON_MAP = """SELECT ancestor_id, indicator_id, SUM(own_quantity), SUM(own_facts)
    FROM visits_monthlytotal t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND own_facts > 0
        AND a.valid_from <= '{day}' AND a.valid_until >= '{day}' AND a.ancestor_id IN ({units}) GROUP BY 1, 2"""
EDGE = """SELECT ancestor_id, indicator_id, SUM(quantity), COUNT(*)
    FROM visits_contribution t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE ({edges}) AND indicator_id IN ({indicators})
        AND a.valid_from <= {day} AND a.valid_until >= {day} AND a.ancestor_id IN ({units}) GROUP BY 1, 2"""
BY_TEAM = """SELECT team_id, indicator_id, SUM(quantity), COUNT(*)
    FROM visits_contribution t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE day BETWEEN '{start}' AND '{end}' AND indicator_id IN ({indicators})
        AND a.valid_from <= {day} AND a.valid_until >= {day} AND a.ancestor_id = {area} GROUP BY 1, 2"""


def limit(area: int, asked: dict) -> float:
    """Seconds of the one statement for the units of the table and the area itself."""
    statement = _statement(_question(area, asked), asked["by"])
    with connection.cursor() as cursor:
        begun = perf_counter()
        cursor.execute(statement)
        cursor.fetchall()
        return perf_counter() - begun


def _question(area: int, asked: dict) -> Question:
    request = RequestFactory().get("/", {"area": area, **asked})
    request.user = User.objects.get(username="ministry")
    return read(request)[0]


def _statement(question: Question, way: str) -> str:
    area, period, day = question.area, question.period, question.lens.day
    indicators = ", ".join(str(i.pk) for i in with_parts(question.headline))
    words = {"indicators": indicators, "start": period.start, "end": period.end, "area": area.pk}
    words["day"] = f"'{day}'" if day else "day"
    if way == "team":
        return BY_TEAM.format(**words)
    units = units_below(area, period=period, lens=question.lens, levels=[Level[way.upper()]])
    words["units"] = ", ".join(str(key) for key in [area.pk, *units.values_list("pk", flat=True)])
    months, edges = whole_months(period.start, period.end)
    parts = (
        [EDGE.format(edges=" OR ".join(f"day BETWEEN '{a}' AND '{b}'" for a, b in edges), **words)] if edges else []
    )
    if months:
        words |= {"first": months[0], "last": months[-1], "day": day}
        parts.append((ON_MAP if day else RECORDED).format(**words))
    return " UNION ALL ".join(parts)

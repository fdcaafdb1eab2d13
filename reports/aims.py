"""What a hamlet or commune has to reach by now, for those who go from door to door there (visits/aims.py)."""

from datetime import date

from areas.models import Area
from reports.gauge import gauge
from reports.lens import RECORDED, Lens
from reports.rollup import Period
from reports.targets.standing import standings
from visits.aims import Aim
from visits.models import Indicator

MOST = 4  # lines that a phone shows


def aims_of(area: Area, today: date) -> list[Aim]:
    """The area's own targets that run today, in the order of the catalogue; what is reached last."""
    indicators = list(Indicator.objects.on(today).order_by("position", "code"))
    found = standings(
        area,
        level=area.level,
        period=Period(today, today),
        lens=Lens(RECORDED, None),
        indicators=indicators,
        today=today,
    )
    aims = [
        _aim(area, one, gauge(found[area.pk, one.code], one, today))
        for one in indicators
        if (area.pk, one.code) in found
    ]
    return sorted(aims, key=lambda aim: aim.state == "reached")[:MOST]


def _aim(area, indicator, told) -> Aim:
    return Aim(
        place=str(area),
        name=indicator.short_name,
        unit=indicator.unit,
        reached=told.reached,
        goal=told.goal,
        due=told.due,
        percent=told.percent,
        mark=told.mark,
        state=told.state,
        word=told.word,
    )

"""By which units the figures of an area can be shown: the levels below it that exist on the map, and its teams."""

from django.db.models import Exists

from areas.models import Area, Level
from reports.forms import BY_TEAM
from reports.lens import Lens
from reports.question import Question
from reports.rollup import Period, placed_below


def ways_down(area: Area, *, period: Period, lens: Lens) -> list[str]:
    """Names of levels, the one just below first; "team" where the facts of each team can still be read one by one."""
    wanted = [level for level in Level if level > area.level]
    if area.level < Level.PROVINCE:
        wanted.remove(Level.HAMLET)  # 90,000 lines
    asked = {"period": period, "lens": lens}
    below = {level.name.lower(): Exists(placed_below(area, level=level, **asked)) for level in wanted}
    known = Area.objects.filter(pk=area.pk).values(**below).get()
    found = [level for level in wanted if known[level.name.lower()]]
    return [Level(level).name.lower() for level in found] + [BY_TEAM] * (area.level >= Level.COMMUNE)


def way_for(question: Question) -> str:
    """The way that was asked for where it exists, else the first one."""
    found = ways_down(question.area, period=question.period, lens=question.lens)
    return question.by if question.by in found else next(iter(found), BY_TEAM)


def way_by_units(question: Question) -> str:
    """As way_for(), never by teams; "" for an area without units."""
    ways = [way for way in ways_down(question.area, period=question.period, lens=question.lens) if way != BY_TEAM]
    return question.by if question.by in ways else next(iter(ways), "")


def level_named(way: str) -> Level:
    return Level[way.upper()]

"""Short ways to give a unit a target in tests."""

from datetime import date

from reports.models import Target

QUARTER = {"start": date(2026, 10, 1), "end": date(2026, 12, 31)}


def give(area, indicator, value, statistic="", so_far=False, **more) -> Target:
    """A target of an amount; of a percentage when a statistic is named, or the indicator is a ratio."""
    is_percent = bool(statistic) or indicator.kind == "ratio"
    return Target.objects.create(
        area=area,
        indicator=indicator,
        value=value,
        basis="percent" if is_percent else "amount",
        statistic=statistic,
        counting="so_far" if so_far else "period",
        **(QUARTER | more),
    )

"""Short ways to give a unit a target in tests, and who may open which page of targets."""

from datetime import date

from accounts.roles import Permission
from reports.models import Target
from tests.scope import Case

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


def hamlet(w, place):
    return {"area": w.hamlet.pk if place == "own" else w.foreign_hamlet.pk, "span": "2026-q4", "i": "app_ho"}


def given(w, place):
    """The same, with a target."""
    area = w.hamlet if place == "own" else w.foreign_hamlet
    if not Target.objects.filter(area=area).exists():
        give(area, w.indicators["app_ho"], 70, office=area)
    return hamlet(w, place) | {"indicator": "app_ho"}


MAY_GIVE = {"permission": Permission.SET_TARGETS}
CASES = [
    Case("reports:target_grid"),
    Case("reports:target_grid", query=hamlet),
    Case("reports:target_grid", query=hamlet, method="post", ok=302, **MAY_GIVE),
    Case("reports:target_versions", query=given),
    Case("reports:target_cascade", query=given, **MAY_GIVE),
    Case("reports:target_cascade", query=given, method="post", data=lambda w, p: {"save": ""}, ok=302, **MAY_GIVE),
    Case(
        "reports:target_export",
        query=lambda w, place: given(w, place) | {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case(
        "reports:target_export",
        query=lambda w, place: given(w, place) | {"_export": "csv", "form": "list"},
        permission=Permission.EXPORT,
    ),
]

"""What was asked for: the plan of Hậu Giang for 2022 as published, and one for the present quarter and year.

The plan of 05/2022 for the third and the fourth quarter: 30 and 50 % of dossiers filed online, 70 and 90 % of
households with digital skills, 40 and 70 % with the province's app. The plan of today is made up for the nine
communes whose teams log visits: amounts that they reach about, given to communes by the households on their lists
and from there to hamlets by households.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, AreaStatistic, Level
from areas.official import LAST_DAY_BEFORE, REFORM_DAY
from reports.models import Target
from reports.periods import Usual, of_months, usual
from reports.rollup import Period
from reports.targets.shares import shares
from sample.accounts import PROVINCE as PROVINCE_NOW
from sample.doors import PLACES, hamlets_of
from sample.hamlets import PROVINCE, old_unit
from visits.models import Household, Indicator

PUBLISHED = {  # first month -> indicator -> per cent
    date(2022, 7, 1): {"ty_le_dvc_truc_tuyen": 30, "ho_ky_nang": 70, "app_ho": 40},
    date(2022, 10, 1): {"ty_le_dvc_truc_tuyen": 50, "ho_ky_nang": 90, "app_ho": 70},
}
DECIDED = date(2022, 5, 20)
OF_HOUSEHOLDS = {"ho_ky_nang", "app_ho"}
ASKED = {  # indicator -> (a quarter, a year)
    "ho_tiep_can": (430, 2700),
    "vneid_muc_2": (520, 2300),
    "dvc_nguoi_dung": (430, 2000),
    "vi_dien_tu": (400, 1600),
    "app_tinh": (500, 2200),
    "ho_ky_nang": (210, 900),
}
RAISED = "vi_dien_tu"  # after a first draft for the quarter


def create(users: dict[str, User], today: date) -> None:
    """Write both plans; `users` by user name."""
    _date(_write(_plan_of_2022()), DECIDED)
    province = Area.objects.get(code=PROVINCE_NOW, valid_from=REFORM_DAY)
    officer = users["canbotinh"]
    places = {Area.objects.get(code=p.commune, valid_from=REFORM_DAY): hamlets_of(p.commune) for p in PLACES}
    for number, name in enumerate((Usual.QUARTER, Usual.YEAR)):
        span = usual(name, today)
        asked = {code: amounts[number] for code, amounts in ASKED.items()}
        if name == Usual.QUARTER:
            _replace(province, span, asked[RAISED] * 3 // 4, officer)
        _date(_present_plan(province, places, span, asked, officer), span.start - timedelta(days=20))


def _plan_of_2022() -> Iterator[Target]:
    """The same percentages for the province, its districts and its communes of that time."""
    levels = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
    units = Area.objects.on(LAST_DAY_BEFORE).under(old_unit(PROVINCE), LAST_DAY_BEFORE).filter(level__in=levels)
    source = _("Kế hoạch chuyển đổi số tỉnh Hậu Giang, tháng 5/2022")
    for first, asked in PUBLISHED.items():
        for code, percent in asked.items():
            told = {"value": percent, "basis": Target.Basis.PERCENT, "source": source}
            if code in OF_HOUSEHOLDS:
                told |= {"statistic": Target.Statistic.HOUSEHOLDS, "counting": Target.Counting.SO_FAR}
            indicator = Indicator.objects.get(code=code)
            for unit in units:
                yield _target(unit, indicator, of_months(first, 3), **told)


def _present_plan(
    province: Area, places: dict[Area, list[Area]], span: Period, asked: dict[str, int], by: User
) -> list[Target]:
    """From the province to its communes, from these to their hamlets."""
    doors, homes = _doors(places), _homes(places)
    told = {"span": span, "set_by": by, "office": province, "source": _("Số liệu minh họa")}
    wholes = _write(
        _target(province, Indicator.objects.get(code=code), value=value, **told) for code, value in asked.items()
    )
    parts = _write(
        _target(commune, whole.indicator, value=value, cascaded_from=whole, **told)
        for whole in wholes
        for commune, value in zip(places, shares(whole.value, [doors[commune] for commune in places]), strict=True)
    )
    pieces = _write(
        _target(hamlet, part.indicator, value=value, cascaded_from=part, **told | {"office": part.area})
        for part in parts
        for hamlet, value in _divide(part.value, places[part.area], homes)
    )
    return [*wholes, *parts, *pieces]


def _divide(whole: int, hamlets: list[Area], homes: dict[int, int]) -> Iterator[tuple[Area, int]]:
    return zip(hamlets, shares(whole, [homes[hamlet.pk] for hamlet in hamlets]), strict=True)


def _doors(places: dict[Area, list[Area]]) -> dict[Area, int]:
    """How many households are on the lists of each commune."""
    listed = Counter(Household.objects.values_list("area", flat=True))
    return {commune: sum(listed[hamlet.pk] for hamlet in hamlets) for commune, hamlets in places.items()}


def _homes(places: dict[Area, list[Area]]) -> dict[int, int]:
    """How many households each hamlet has."""
    hamlets = [hamlet.pk for group in places.values() for hamlet in group]
    rows = AreaStatistic.objects.filter(area__in=hamlets).order_by("year")
    return dict(rows.values_list("area", "households"))


def _replace(province: Area, span: Period, value: int, by: User) -> None:
    """A first version of one target, which the plan replaced before the span began."""
    told = {"set_by": by, "office": province, "source": _("Dự thảo, số liệu minh họa")}
    draft = _target(province, Indicator.objects.get(code=RAISED), span, value=value, **told)
    draft.ended_at, draft.ended_by = _moment(span.start - timedelta(days=20)), by
    _date(_write([draft]), span.start - timedelta(days=40))


def _target(area: Area, indicator: Indicator, span: Period, **told) -> Target:
    told = {"basis": Target.Basis.AMOUNT} | told
    return Target(area=area, indicator=indicator, start=span.start, end=span.end, **told)


def _write(targets: Iterable[Target]) -> list[Target]:
    return Target.objects.bulk_create(targets, batch_size=500)


def _date(targets: Iterable[Target], day: date) -> None:
    """Tell when they were given; else it is the moment of loading."""
    Target.objects.filter(pk__in=[target.pk for target in targets]).update(set_at=_moment(day))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(2), tzinfo=UTC)

"""Giving targets: each change ends the version before, so that what was in force on a day can be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from areas.lots import in_lots
from areas.models import Ancestry, Area
from reports.models import Target
from reports.rollup import Period
from visits.models import Indicator

TOLD = ("basis", "statistic", "value", "counting")
"""What makes two versions different; the document that a target stands in is written beside it."""


class Meanwhile(Exception):
    """Somebody else changed a target that the decision was made on; nothing was written."""


@dataclass(frozen=True)
class Wanted:
    """What a unit is to reach from now on; without a value its target is withdrawn. `instead` is the target that
    whoever decided saw in force, None when there was none."""

    area: int
    indicator: Indicator
    span: Period
    value: Decimal | None
    basis: str = Target.Basis.AMOUNT
    statistic: str = ""
    counting: str = Target.Counting.PERIOD
    source: str = ""
    cascaded_from: int | None = None
    instead: int | None = None

    @property
    def key(self) -> tuple:
        return self.area, self.indicator.pk, self.span.start, self.span.end


def key_of(target: Target) -> tuple:
    return target.area_id, target.indicator_id, target.start, target.end


def give(wanted: Iterable[Wanted], *, by: User) -> int:
    """Write what differs from the targets in force and return how many do; Meanwhile when these, or the whole that is
    divided, are others than whoever decided saw. Rights are checked by the caller."""
    wanted = {one.key: one for one in wanted}
    try:
        with transaction.atomic():
            return _write(wanted, by)
    except IntegrityError:
        raise Meanwhile(_changed()) from None


def in_view(targets: Iterable[Target]) -> str:
    """What a page sends back, so that a change of somebody else can be told from one on the page; "0" for none."""
    return ",".join(["0", *(str(target.pk) for target in targets)])


def seen_in(text: str) -> set[int] | None:
    """The targets that were in force on the page, as in_view() wrote them; None when it did not say."""
    return {int(key) for key in text.split(",") if key.isdecimal() and len(key) < 19} if text else None


def _changed() -> str:
    return _("Trong lúc trang này mở, có người khác vừa thay chỉ tiêu ở đây. Chưa lưu gì; xem lại rồi lưu lần nữa.")


def _write(wanted: dict[tuple, Wanted], by: User) -> int:
    _take_turns(wanted.values())
    held = {key_of(target): target for target in _in_force(wanted)}
    differing = {key: one for key, one in wanted.items() if _differs(one, held.get(key))}
    if any(one.instead != (held[key].pk if key in held else None) for key, one in differing.items()):
        raise Meanwhile(_changed())
    now, offices = timezone.now(), offices_of(by, {one.area for one in differing.values()})
    for keys in in_lots(held[key].pk for key in differing if key in held):
        Target.objects.filter(pk__in=keys).update(ended_at=now, ended_by=by)
    Target.objects.bulk_create(
        _version(one, by, offices.get(one.area)) for one in differing.values() if one.value is not None
    )
    return len(differing)


def _take_turns(wanted: Iterable[Wanted]) -> None:
    """Who gives the same unit a target, or divides the same whole, waits: a unit is always there to be locked, which
    a target is not. Facts of the unit come in meanwhile."""
    wholes = {one.cascaded_from for one in wanted if one.cascaded_from}
    divided = Target.objects.current().filter(pk__in=wholes)
    areas = {one.area for one in wanted} | set(divided.values_list("area", flat=True))
    for keys in in_lots(sorted(areas)):
        list(Area.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    if divided.count() != len(wholes):
        raise Meanwhile(_changed())


def _in_force(wanted: dict[tuple, Wanted]) -> list[Target]:
    found = []
    for areas in in_lots(sorted({one.area for one in wanted.values()})):
        rows = Target.objects.current().filter(area__in=areas).order_by("pk")
        found += rows.filter(indicator__in={one.indicator.pk for one in wanted.values()})
    return found


def _differs(one: Wanted, held: Target | None) -> bool:
    if held is None or one.value is None:
        return (held is None) != (one.value is None)
    return any(getattr(one, name) != getattr(held, name) for name in TOLD)


def _version(one: Wanted, by: User, office: int | None) -> Target:
    told = {name: getattr(one, name) for name in (*TOLD, "source")}
    days = {"start": one.span.start, "end": one.span.end}
    keys = {"area_id": one.area, "office_id": office, "cascaded_from_id": one.cascaded_from}
    return Target(indicator=one.indicator, set_by=by, **told, **days, **keys)


def offices_of(user: User, areas: Iterable[int]) -> dict[int, int]:
    """Unit -> the highest unit above it, or itself, for which the user gives targets."""
    found: dict[int, int] = {}
    offices = user.areas_where(Permission.SET_TARGETS).values("pk")
    for keys in in_lots(sorted(areas)):
        held = Ancestry.objects.on(timezone.localdate()).filter(descendant__in=keys, ancestor__in=offices)
        found |= dict(held.order_by("-ancestor__level").values_list("descendant", "ancestor"))
    return found


def changeable(user: User, areas: Iterable[int], targets: Iterable[Target]) -> tuple[set[int], set[int]]:
    """(units, targets) that the user may give, and change: a unit does not lower what was given to it from above."""
    targets = list(targets)
    asked = {*areas, *(target.office_id for target in targets if target.office_id)}
    mine = {
        pk
        for keys in in_lots(sorted(asked))
        for pk in user.areas_where(Permission.SET_TARGETS).filter(pk__in=keys).values_list("pk", flat=True)
    }
    free = {t.pk for t in targets if t.area_id in mine and (t.office_id is None or t.office_id in mine)}
    return mine & set(areas), free


def usual_counting(indicator: Indicator) -> str:
    """A share of all households or people grows from span to span; everything else is what comes in the span."""
    is_share = indicator.kind == Indicator.Kind.RATIO and indicator.denominator_statistic
    return Target.Counting.SO_FAR if is_share else Target.Counting.PERIOD


def in_force_at(areas: Iterable[Area], indicators: list[Indicator], span: Period) -> list[Target]:
    """The targets of exactly these days."""
    found = Target.objects.current().filter(indicator__in=indicators, start=span.start, end=span.end)
    return list(found.filter(area__in=[area.pk for area in areas]).select_related("office"))

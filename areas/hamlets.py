"""Founding and correcting hamlets (ấp, khóm, khu vực, thôn …): the only units that an office enters itself."""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from areas import ancestry
from areas.dates import BEGINNING, FOREVER
from areas.models import Area, Level, Placement
from areas.names import sort_key

EDIT = "edit_areas"  # accounts.roles.Permission.EDIT_AREAS, which this app may not import
log = logging.getLogger(__name__)


@transaction.atomic
def found(*, commune: Area, kind: str, name: str, by, since: date | None = None, former: Area | None = None) -> Area:
    """Enter a hamlet of `commune`, existing since a day, or since before anybody knows when that is None.

    `former` is the commune where it stood before `commune` began. PermissionDenied unless `by` may edit there;
    ValidationError when the days do not fit or its commune has a hamlet of that kind and name.
    """
    by.require(EDIT, commune)
    Area.objects.select_for_update().get(pk=commune.pk)  # two officers entering one hamlet: the second one waits
    start = since or BEGINNING
    if start > commune.valid_until:
        raise ValidationError({"since": _("%(commune)s đã kết thúc trước ngày này.") % {"commune": commune}})
    if former and start > former.valid_until:
        message = _("Ngày này %(commune)s không còn. Để trống xã cũ, hoặc sửa ngày.") % {"commune": former}
        raise ValidationError({"since": message})
    _refuse(_namesakes(former or commune, kind, name, start, FOREVER), former or commune)
    hamlet = Area.objects.create(level=Level.HAMLET, kind=kind, name=name, valid_from=start)
    _place(hamlet, commune, former)
    ancestry.rebuild([hamlet])
    log.info("area %s founded under %s by user %s", hamlet.pk, commune.pk, by.pk)
    return hamlet


@transaction.atomic
def amend(hamlet: Area, *, kind: str, name: str, until: date, by) -> Area:
    """Correct kind, name or last day. PermissionDenied and ValidationError as for found()."""
    by.require(EDIT, hamlet)
    if until < hamlet.valid_from:
        raise ValidationError({"until": _("Ngày kết thúc không được sớm hơn ngày bắt đầu.")})
    _refuse_conflicts(hamlet, kind, name, until)
    hamlet.kind, hamlet.name, hamlet.valid_until = kind, name, until
    hamlet.save()
    ancestry.rebuild([hamlet])
    log.info("area %s amended by user %s", hamlet.pk, by.pk)
    return hamlet


def _place(hamlet: Area, commune: Area, former: Area | None) -> None:
    if former:
        start = max(hamlet.valid_from, former.valid_from)
        Placement.objects.create(area=hamlet, parent=former, valid_from=start, valid_until=former.valid_until)
    Placement.objects.create(area=hamlet, parent=commune, valid_from=max(hamlet.valid_from, commune.valid_from))


def _refuse_conflicts(hamlet: Area, kind: str, name: str, until: date) -> None:
    """A new name must be free in the commune; an old one may not come back to life beside its successor.

    Nor may the end come before the last placement, which says where the facts of today stand.

    Hamlets of one name that a merger brought together are no mistake, and none of them need change its name.
    """
    place = hamlet.placements.select_related("parent").order_by("-valid_from").first()
    if place is None:
        return
    if until < place.valid_from:
        message = _("Đơn vị này về %(commune)s từ ngày %(day)s. Chọn ngày kết thúc từ ngày đó trở đi.")
        raise ValidationError({"until": message % {"commune": place.parent, "day": f"{place.valid_from:%d/%m/%Y}"}})
    Area.objects.select_for_update().get(pk=place.parent_id)
    others = _namesakes(place.parent, kind, name, place.valid_from, until).exclude(pk=hamlet.pk)
    if (kind, sort_key(name)) == (hamlet.kind, hamlet.sort_key):
        others = others.filter(valid_from__gt=hamlet.valid_until)
    _refuse(others, place.parent)


def _namesakes(commune: Area, kind: str, name: str, start: date, end: date) -> QuerySet:
    """Hamlets of that kind and name which stand in the commune on some of these days."""
    meanwhile = {"valid_from__lte": end, "valid_until__gte": start}
    placed = Placement.objects.filter(parent=commune, **meanwhile).values("area")
    return Area.objects.filter(level=Level.HAMLET, kind=kind, sort_key=sort_key(name), pk__in=placed, **meanwhile)


def _refuse(namesakes: QuerySet, commune: Area) -> None:
    if namesake := namesakes.first():
        message = _("%(commune)s đã có %(hamlet)s trong thời gian này. Nhập tên khác, hoặc sửa đơn vị đã có.")
        raise ValidationError({"name": message % {"commune": commune, "hamlet": namesake}})

"""What phones tell about themselves: what they had not sent yet when they last spoke to the server."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Permission, Role
from visits.models import Device
from visits.sent import LARGEST, clean, is_uuid

LONGEST_VERSION = 40
MEMBERS = (Role.TEAM_MEMBER, Role.TEAM_LEADER)


def remember(report, *, by: User) -> None:
    """Keep the "device" of a batch. A report that cannot be read must not stop the visits: it is passed over."""
    if not isinstance(report, dict) or not is_uuid(report.get("id")):
        return
    waiting, version = report.get("waiting"), report.get("version")
    told = {
        "synced_at": timezone.now(),
        "waiting": min(waiting, LARGEST) if type(waiting) is int and waiting > 0 else 0,
        "oldest": _read_moment(report.get("oldest")),
        "version": clean(version)[:LONGEST_VERSION] if isinstance(version, str) else "",
    }
    Device.objects.update_or_create(user=by, device_id=report["id"], defaults=told)


def _read_moment(value) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        timezone.localdate(moment)  # the edges of the calendar have no local day
    except (TypeError, ValueError, OverflowError):
        return None
    return moment


def members_with_devices(user) -> QuerySet[User]:
    """Members and leaders at work where `user` may edit visits, with `synced_at` (None: no phone has sent yet),
    `waiting` (items still on their phones when they last sent) and `oldest` of those; the longest silent first."""
    posts = Post.objects.on(timezone.localdate()).filter(
        role__in=MEMBERS, area__in=user.areas_where(Permission.EDIT_VISITS).values("pk"), user=OuterRef("pk")
    )
    devices = Device.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return (
        User.objects.filter(Exists(posts), is_active=True)
        .annotate(
            synced_at=Subquery(devices.annotate(last=Max("synced_at")).values("last")),
            waiting=Subquery(devices.annotate(sum=Sum("waiting")).values("sum")),
            oldest=Subquery(devices.filter(waiting__gt=0).annotate(first=Min("oldest")).values("first")),
        )
        .order_by(F("synced_at").asc(nulls_first=True), "full_name", "pk")
    )


def silent_for(members: QuerySet[User], days: int) -> QuerySet[User]:
    """Those whose phones have not sent for more than `days` days, or never."""
    return members.filter(Q(synced_at__isnull=True) | Q(synced_at__lt=timezone.now() - timedelta(days=days)))

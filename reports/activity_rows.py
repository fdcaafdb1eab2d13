"""The rows behind each figure of reports.activity: teams, hamlets, members."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from areas.dates import ONE_DAY
from areas.models import Area
from areas.names import HAMLET_KINDS, fold, search_words
from areas.places import told_former, with_former, with_places
from reports.activity import SILENT_AFTER, Days, hamlets_in, services_in, teams_in
from reports.freshness import last_days_of_teams, with_last_day
from reports.lens import Lens
from teams.models import Member, Membership, Team
from visits.models import Activity, Visit


class Rows(models.TextChoices):
    """Which rows; the first of each kind is the figure itself, the second what is missing to the whole."""

    ACTIVE = "active", gettext_lazy("Tổ có hoạt động")
    IDLE = "idle", gettext_lazy("Tổ không hoạt động")
    SILENT = "silent", gettext_lazy("Tổ đang im lặng")
    RECORDING = "recording", gettext_lazy("Thành viên ghi nhận")
    RESTING = "resting", gettext_lazy("Thành viên chưa ghi nhận")
    TRAINED = "trained", gettext_lazy("Thành viên đã tập huấn")
    UNTRAINED = "untrained", gettext_lazy("Thành viên chưa tập huấn")
    COVERED = "covered", gettext_lazy("Nơi có tổ")
    BARE = "bare", gettext_lazy("Nơi chưa có tổ")


OF_TEAMS = frozenset({Rows.ACTIVE, Rows.IDLE, Rows.SILENT})
OF_MEMBERS = frozenset({Rows.RECORDING, Rows.RESTING, Rows.TRAINED, Rows.UNTRAINED})
OF_HAMLETS = frozenset({Rows.COVERED, Rows.BARE})


NOBODY = {
    Rows.IDLE: gettext_lazy("Tổ nào cũng có hoạt động"),
    Rows.SILENT: gettext_lazy("Không tổ nào im lặng lâu như vậy"),
    Rows.RESTING: gettext_lazy("Thành viên nào cũng đã ghi nhận"),
    Rows.UNTRAINED: gettext_lazy("Thành viên nào cũng đã tập huấn"),
    Rows.BARE: gettext_lazy("Nơi nào cũng có tổ"),
}
"""What is to be said of an empty list of what is missing."""
NOTHING = {
    OF_TEAMS: gettext_lazy("Chưa có tổ nào ở địa bàn này trong kỳ"),
    OF_MEMBERS: gettext_lazy("Chưa có thành viên nào ở địa bàn này trong kỳ"),
    OF_HAMLETS: gettext_lazy("Chưa có ấp, khu vực nào ở địa bàn này trong kỳ"),
}
"""What is to be said where there is nothing of the kind, missing or not."""
LONGEST_SILENT = "last"  # the order of teams by their last day
AT_ONCE = 1_000  # rows read for a file


@dataclass
class Item:
    """One row: who or what, where, when something was recorded last, and what else is to be said.

    `former`: the commune before the last change, since two of the same name stand in a commune that was put together.
    """

    name: str
    url: str
    place: str
    day: date | None = None
    notes: list[str] = field(default_factory=list)
    commune: str = ""
    former: str | None = None
    quiet: int | None = None  # days without a record until the end of those asked about

    @property
    def where(self) -> str:
        return with_former(", ".join(filter(None, [self.place, self.commune])), self.former)


def to_rows(area: int, days: Days, lens: Lens, rows: Rows, view: str = "reports:activity", **more) -> str:
    return f"{reverse(view)}?{urlencode(asked_for(area, days, lens, rows) | more)}"


def asked_for(area: int, days: Days, lens: Lens, rows: Rows) -> dict:
    return {"area": area, "from": days.start.isoformat(), "to": days.end.isoformat(), "map": lens.key, "rows": rows}


def found(area: Area, days: Days, rows: Rows, silent_after: timedelta = SILENT_AFTER, sort: str = "") -> QuerySet:
    """The teams, members or areas, each once: members by name, the others by place unless asked for otherwise."""
    on = days.map_day or days.end
    by_commune = F("commune_sort").asc(nulls_last=True)
    if rows in OF_HAMLETS:
        hamlets = hamlets_in([area.pk], days).filter(is_covered=rows == Rows.COVERED)
        found = Area.objects.filter(pk__in=hamlets.values("descendant"))
        return with_places(found, on, area="pk").order_by(by_commune, "sort_key", "pk")
    if rows in OF_MEMBERS:
        services = services_in([area.pk], days)
        asked = {"is_trained": True} if rows in (Rows.TRAINED, Rows.UNTRAINED) else {"is_recording": True}
        named = services.filter(**asked).values("member")
        members = Member.objects.filter(pk__in=services.values("member")).order_by("sort_key", "pk")
        return (
            members.filter(pk__in=named) if rows in (Rows.RECORDING, Rows.TRAINED) else members.exclude(pk__in=named)
        )
    teams = teams_in([area.pk], days, silent_after)
    named = with_places(Team.objects.filter(pk__in=teams.values("pk")), on)
    order = [by_commune, "area__sort_key", "sort_key", "pk"]
    if sort == LONGEST_SILENT:
        named, order = with_last_day(named, days.end), ["last_day", *order]
    named = named.order_by(*order)
    if rows == Rows.SILENT:
        return named.filter(pk__in=teams.filter(is_silent=True).values("pk"))
    active = teams.filter(is_active=True).values("pk")
    return named.filter(pk__in=active) if rows == Rows.ACTIVE else named.exclude(pk__in=active)


def named(found: QuerySet, text: str) -> QuerySet:
    """Those whose name, the kind of a hamlet included, holds the words typed; as reports.narrowing.is_named()."""
    for word in search_words(text):
        holds = Q(search_key__contains=word)
        if found.model is Area:
            holds |= Q(kind__in=[kind for kind in HAMLET_KINDS if word in fold(kind)])
        found = found.filter(holds)
    return found


def nobody(area: Area, days: Days, rows: Rows, today: date) -> tuple[str, str]:
    """(words, icon) of what an empty list means: nothing is missing, or there is nothing that could be."""
    if days.start > today:
        return _("Kỳ này chưa bắt đầu"), "calendar"
    kind = next(kind for kind in NOTHING if rows in kind)
    if days.start > days.end or not any(found(area, days, other).exists() for other in kind - {rows}):
        return NOTHING[kind], "info"
    return NOBODY.get(rows, _("Không có dòng nào")), "check"


def in_sight(rows: QuerySet, user: User) -> QuerySet:
    return rows.filter(pk__in=rows.model.objects.visible_to(user).values("pk"))


def items(keys: list, days: Days, rows: Rows, user: User, silent_after: timedelta = SILENT_AFTER) -> list[Item]:
    """The rows of one page, in the order of `keys`, which are in the user's sight."""
    if rows in OF_HAMLETS:
        return _hamlets(keys, days)
    since = _nothing_since(days, rows, silent_after)
    return _members(keys, days, user, since) if rows in OF_MEMBERS else _teams(keys, days, since)


def all_items(keys: list, days: Days, rows: Rows, user: User, silent_after: timedelta = SILENT_AFTER) -> list[Item]:
    """Every row, for a file."""
    parts = [keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE)]
    return [item for part in parts for item in items(part, days, rows, user, silent_after)]


def _nothing_since(days: Days, rows: Rows, silent_after: timedelta) -> date | None:
    """The first of the days without an accepted fact, of which the rows accuse a team or member; None for others."""
    if rows == Rows.SILENT:
        return days.end - silent_after + ONE_DAY
    return days.start if rows in (Rows.IDLE, Rows.RESTING) else None


def _waiting(of: str, keys: list, since: date | None, until: date) -> dict:
    """Team or account -> what is to be said of its visits that wait for review: that they do not count yet is not its
    own doing."""
    if since is None:
        return {}
    waits = {"status": Visit.Status.REVIEW, "day__range": (since, until), f"{of}__in": keys}
    counted = Visit.objects.standing().filter(**waits).order_by().values_list(of).annotate(n=Count("pk"))
    return {key: _("%(n)s lượt thăm chờ xem lại") % {"n": number_format(n)} for key, n in counted}


def _teams(keys: list, days: Days, since: date | None) -> list[Item]:
    teams = with_places(Team.objects.with_members(days.end), days.map_day or days.end).select_related("area")
    found, last = teams.in_bulk(keys), last_days_of_teams(keys, end=days.end)
    waiting = _waiting("team", keys, since, days.end)
    lines = [_team(found[key], last.get(key), days.end) for key in keys]
    for key, line in zip(keys, lines, strict=True):
        line.notes += filter(None, [waiting.get(key)])
    return lines


def _team(team: Team, day: date | None, end: date) -> Item:
    place, commune = str(team.area), team.commune_label or ""
    notes = [_("%(n)s thành viên") % {"n": team.member_count}, *([team.leader_name] if team.leader_name else [])]
    quiet = (end - day).days if day else None
    commune = commune if commune != place else ""
    return Item(team.name, team.get_absolute_url(), place, day, notes, commune, told_former(team), quiet)


def _hamlets(keys: list, days: Days) -> list[Item]:
    day = days.map_day or days.end
    found = with_places(Area.objects.all(), day, area="pk").in_bulk(keys)
    teams = {key: [] for key in keys}
    for area, name in Team.objects.on(days.end).without_committees().filter(area__in=keys).values_list("area", "name"):
        teams[area].append(name)
    return [
        Item(
            str(hamlet),
            hamlet.get_absolute_url(),
            hamlet.commune_label or "",
            notes=teams[hamlet.pk],
            former=told_former(hamlet),
        )
        for hamlet in (found[key] for key in keys)
    ]


def _members(keys: list, days: Days, user: User, since: date | None) -> list[Item]:
    """Whoever serves in two teams stands in sight with the one, and may serve out of sight in the other."""
    found = Member.objects.in_bulk(keys)
    served = (
        Membership.objects.visible_to(user)
        .in_teams()
        .filter(member__in=keys, valid_from__lte=days.end, valid_until__gte=days.start)
    )
    services = with_places(served.select_related("team__area"), days.map_day or days.end, area="team__area")
    served_in = {service.member_id: service for service in services}
    users = [member.user_id for member in found.values() if member.user_id]
    recorded, waiting = _recorded_by(users, days), _waiting("created_by", users, since, days.end)
    lines = []
    for member in (found[key] for key in keys):
        service, (number, last) = served_in.get(member.pk), recorded.get(member.user_id, (0, None))
        said = _("%(n)s ghi nhận") % {"n": number} if member.user_id else _("chưa có tài khoản")
        url = service.team.get_absolute_url() if service else ""
        place, commune = (str(service.team), service.commune_label or "") if service else ("", "")
        former = told_former(service) if service else None
        notes = [said, *filter(None, [waiting.get(member.user_id)])]
        lines.append(Item(str(member), url, place, last, notes, commune, former))
    return lines


def _recorded_by(users: list[int], days: Days) -> dict[int, tuple[int, date]]:
    """User -> how many visits and activities were accepted in these days, and the last day."""
    totals: dict[int, tuple[int, date]] = {}
    within = {"created_by__in": users, "day__range": (days.start, days.end)}
    for facts in (Visit.objects.filter(status=Visit.Status.ACCEPTED), Activity.objects.all()):
        counted = facts.standing().filter(**within).order_by().values_list("created_by")
        for user, number, last in counted.annotate(n=Count("pk"), last=Max("day")):
            before, day = totals.get(user, (0, last))
            totals[user] = before + number, max(day, last)
    return totals

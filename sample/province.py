"""The sample province: Hậu Giang as published for 2022 to 2024, today a part of Cần Thơ."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from areas import official
from areas.dates import ONE_DAY
from areas.models import Area
from sample import (
    accounts,
    calls,
    campaigns,
    decisions,
    denominators,
    doors,
    hamlets,
    rosters,
    sessions,
    tallies,
    targets,
    teams,
    trainings,
)
from sample.models import SampleLoad
from teams.models import Team
from visits import catalogue, ledger
from visits.models import Household

VERSION = 3


class Occupied(Exception):
    """The database has teams or accounts of its own, which the sample must not be mixed with."""


@transaction.atomic
def load() -> SampleLoad:
    """Write the sample into a database without teams. Rows are written in bulk, so without history of changes."""
    _require_room()
    if not Area.objects.filter(code=hamlets.PROVINCE).exists():
        official.load()
    catalogue.load()
    places = hamlets.create()
    denominators.create(places)
    founded = teams.create(places)
    rosters.create(list(founded.values()))
    activities = tallies.create(places, founded)
    ledger.recount(activities=[activity.pk for activity in activities])
    through = timezone.localdate() - ONE_DAY
    home = next(hamlet for hamlet in doors.hamlets_of(accounts.COMMUNE) if hamlet.kind == "Ấp")
    users = _visit_doors(home, founded, through)
    targets.create(users, timezone.localdate())
    campaigns.create(users, through)
    decisions.create(home, founded)
    trainings.create()
    return SampleLoad.objects.create(version=VERSION, through=through)


def _visit_doors(home: Area, founded: dict[int, Team], through: date) -> dict[str, User]:
    users = accounts.create(home)
    opened = doors.create(home, founded)
    others = [hamlet for group in opened.values() for hamlet in group if hamlet != home]
    authors = {hamlet: [leader] for hamlet, leader in accounts.create_leaders(others).items()}
    authors[home.pk] = [users["tovien"], users["tovien"], users["totruong"]]
    calls.create(opened, authors, through)
    held = sessions.create([hamlet for group in opened.values() for hamlet in group], founded, authors, through)
    ledger.recount(activities=[session.pk for session in held])
    return users


def _require_room() -> None:
    taken = User.objects.filter(username__in=accounts.ROLES).values_list("username", flat=True)
    if taken:
        raise Occupied(_("Đã có tài khoản %(names)s; hãy đổi tên trước khi nạp.") % {"names": ", ".join(taken)})
    if Team.objects.exists() or Household.objects.exists():
        raise Occupied(_("Cơ sở dữ liệu này đã có tổ hoặc hộ; dữ liệu mẫu chỉ nạp vào cơ sở dữ liệu chưa dùng."))

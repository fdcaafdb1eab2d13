"""What people at desks do while the phones send: correct visits, take some back, hear of a merger of communes."""

from contextlib import suppress
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from torture import street
from visits import filing, ledger
from visits.models import Visit

EDITS = 30


def edit(chance: Random) -> None:
    """Correct some visits and take some back, one after the other."""
    by = User.objects.get(username="phone0")
    try:
        for visit in _some(chance):
            with suppress(filing.VisitRemoved):
                if chance.random() < 0.3:
                    filing.remove_visit(visit, reason="Ghi nhầm.", by=by)
                else:
                    content = {"outcome": "met", "people": 3, "results": {}, "note": visit.note}
                    moment = min(visit.visited_at, timezone.now())
                    filing.amend_visit(visit, visited_at=moment, **content, reason="Sửa lại.", by=by)
    finally:
        connection.close()


def _some(chance: Random) -> list[Visit]:
    keys = list(Visit.objects.standing().order_by("pk").values_list("pk", flat=True))
    return list(Visit.objects.filter(pk__in=chance.sample(keys, min(EDITS, len(keys)))))


def merge() -> None:
    """Two communes became one some weeks ago: whatever was filed since is counted for the new one."""
    try:
        with transaction.atomic():
            ledger.hold()
            street.merge_communes()
            ledger.repair()
    finally:
        connection.close()

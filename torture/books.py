"""The verdict: what the phones wrote and heard against what stands on the server."""

from collections import Counter

from django.db import transaction

from torture.phone import Phone
from visits import ledger
from visits.models import HeldItem, Visit
from visits.sent import read_item


@transaction.atomic
def compare(phones: list[Phone]) -> dict[str, list[str]]:
    """By name of the fault, the ids or words concerned; all empty when nothing was lost and nothing doubled."""
    ledger.hold()  # batches whose answer nobody waits for may still be on their way
    filed = dict(Visit.objects.values_list("pk", "received_digest"))
    filed = {str(key): digest for key, digest in filed.items()}
    held: dict[str, set[str]] = {}
    for key, digest in HeldItem.objects.values_list("visit_id", "digest"):
        held.setdefault(str(key), set()).add(digest)
    notes = Counter(Visit.objects.values_list("note", flat=True))
    faults: dict[str, list[str]] = {"lost": [], "acknowledged and not there": [], "another content": []}
    for phone in phones:
        for key, versions in phone.written.items():
            there = {filed[key]} if key in filed else set()
            there |= held.get(key, set())
            if not there and key not in phone.outbox:
                faults["lost"].append(key)
            if not _stands(phone.heard.get(key, set()), key in filed, len(there)):
                faults["acknowledged and not there"].append(key)
            if there - {read_item(item).digest for item in versions}:
                faults["another content"].append(key)
    written = {key for phone in phones for key in phone.written}
    return faults | {
        "doubled": [note for note, times in notes.items() if times > 1],
        "written by nobody": sorted((filed.keys() | held.keys()) - written),
        "differences in the books": ledger.verify(),
    }


def _stands(heard: set[str], filed: bool, contents: int) -> bool:
    """What the phone was told is true: an accepted visit is filed, of a conflict both contents are kept."""
    if "conflict" in heard and contents < 2:
        return False
    if heard & {"accepted", "already"} and not filed:
        return False
    return not heard or contents > 0

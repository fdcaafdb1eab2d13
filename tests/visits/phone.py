"""What phones send in the tests."""

from uuid import uuid4

from hypothesis import strategies as st

from visits.models import Contribution, HeldItem, MonthlyTotal, Result, Visit
from visits.receive import receive

ANY_TEXT = st.text(st.characters(), max_size=8)  # also halves of surrogate pairs, which JSON can say
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
STORED = (Visit, Result, Contribution, MonthlyTotal, HeldItem)


def make_item(household, **more) -> dict:
    """One item of the list "visits", as the capture page writes it."""
    item = {
        "id": str(uuid4()),
        "household": str(getattr(household, "pk", household)),
        "visited_at": "2026-08-05T09:00:00+07:00",
        "outcome": "met",
        "people": 2,
        "results": {"app_ho": 1},
        "note": "",
    }
    return item | more


def make_found(hamlet, **more) -> dict:
    """One item of the list "households": a household that a member found on the spot."""
    item = {
        "id": str(uuid4()),
        "area": getattr(hamlet, "pk", hamlet),
        "head_name": "Ngô Thị Mới",
        "address": "Cạnh cầu",
        "phone": "0900000444",
        "size": 3,
        "kind": "family",
    }
    return item | more


def send(items, by) -> list[str]:
    """The statuses of the receipts."""
    return [receipt.status for receipt in receive(items, by=by)]


def stored() -> dict[str, list]:
    """Everything that a batch may write, to compare before and after."""
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in STORED}

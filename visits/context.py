"""What the frame of every page says about visits: how much waits for this person."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from visits import queues

MOST = 99


def desk(request: HttpRequest) -> dict:
    """desk_waiting, in words ("" for nothing): asked from the database only where a page shows it, to whoever may
    decide; one query that reads a hundred rows at most, however long the queues are."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"desk_waiting": SimpleLazyObject(lambda: _in_words(queues.how_many(user, MOST + 1)))}


def _in_words(number: int) -> str:
    if number > MOST:
        return f"{MOST}+"
    return str(number or "")

"""What the frame of every page says about visits: how much waits for this person."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from visits import queues


def desk(request: HttpRequest) -> dict:
    """desk_waiting: asked from the database only where a page shows it, to whoever may decide."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"desk_waiting": SimpleLazyObject(lambda: sum(queues.counts(user).values()))}

"""Pages of a long list of visits, newest first, never counted: a page begins after a visit, not at a number."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from visits.models import Visit

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    visits: list[Visit]
    previous_url: str | None
    next_url: str | None


def read_page(visits: QuerySet, query: QueryDict, details: QuerySet) -> Page:
    """The page that ?after=… (older visits) or ?before=… (newer ones) names; the newest visits otherwise.

    `details` are visits with all that is shown, of which only those of the page are read.
    """
    backwards = "before" in query
    edge = _read_edge(query.get("before" if backwards else "after", ""))
    if edge is None:
        backwards = False
    elif backwards:
        visits = visits.filter(visited_at__gte=edge[0]).exclude(Q(visited_at=edge[0]) & Q(pk__lte=edge[1]))
    else:
        visits = visits.filter(visited_at__lte=edge[0]).exclude(Q(visited_at=edge[0]) & Q(pk__gte=edge[1]))
    order = ("visited_at", "pk") if backwards else ("-visited_at", "-pk")
    keys = list(visits.order_by(*order).values_list("pk", flat=True)[: SIZE + 1])
    more, found = len(keys) > SIZE, details.in_bulk(keys[:SIZE])
    rows = [found[key] for key in keys[:SIZE]]
    if backwards:
        rows.reverse()
    newer, older = (more, True) if backwards else (edge is not None, more)
    return Page(
        rows,
        _url(query, "before", rows[0]) if newer and rows else None,
        _url(query, "after", rows[-1]) if older and rows else None,
    )


def _read_edge(text: str) -> tuple[datetime, UUID] | None:
    moment, _separator, key = text.partition("_")
    try:
        when = datetime.fromisoformat(moment)
        return (when.astimezone(UTC), UUID(key)) if when.tzinfo else None
    except (ValueError, OverflowError):  # the first and the last day of all have moments that UTC lacks
        return None


def _url(query: QueryDict, name: str, visit: Visit) -> str:
    query = query.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[name] = f"{visit.visited_at.isoformat()}_{visit.pk.hex}"
    return f"?{query.urlencode()}"

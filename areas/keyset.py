"""Pages of a long list, newest first, never counted: a page begins after a row, not at a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Model, Q, QuerySet
from django.http import QueryDict

from areas.lists import ROWS, read_key

Edge = tuple[date, object]  # the day or moment of a row, and its primary key


@dataclass(frozen=True, slots=True)
class Page:
    """`keys` are primary keys; `newer` and `older` are the edges of the neighbouring pages, "" at the ends."""

    keys: list
    newer: str
    older: str

    def urls(self, query: QueryDict) -> dict[str, str]:
        """previous_url and next_url of this list with its filters, for partials/_keyset.html."""
        return {"previous_url": _url(query, "newer", self.newer), "next_url": _url(query, "older", self.older)}


def read_page(
    rows: QuerySet, by: str, query: Mapping[str, str], *, size: int = ROWS, order: str | None = None
) -> Page:
    """The page that ?older=… or ?newer=… names, the first one otherwise; `by` is the day or moment that orders.

    `order` names an alias of it by which no index is ordered, where the database should sort rather than walk one.
    """
    newer, older = (_read_edge(query.get(name, ""), rows.model, by) for name in ("newer", "older"))
    order = (order or by, "pk") if newer else (f"-{order or by}", "-pk")
    if edge := newer or older:
        rows = _beyond(rows, by, edge, newer is not None)
    found = list(rows.order_by(*order).values_list(by, "pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if newer:
        found.reverse()
    has_newer, has_older = (more, True) if newer else (older is not None, more)
    return Page(
        [key for _moment, key in found],
        newer=_text(found[0]) if has_newer and found else "",
        older=_text(found[-1]) if has_older and found else "",
    )


def _beyond(rows: QuerySet, by: str, edge: Edge, newer: bool) -> QuerySet:
    """The rows on the other side of the edge, in words that let the database walk its index."""
    moment, key = edge
    if newer:
        return rows.filter(**{f"{by}__gte": moment}).exclude(Q(**{by: moment}) & Q(pk__lte=key))
    return rows.filter(**{f"{by}__lte": moment}).exclude(Q(**{by: moment}) & Q(pk__gte=key))


def _read_edge(text: str, model: type[Model], by: str) -> Edge | None:
    """None for what is no edge: then the first page is shown."""
    words, _separator, key = text.partition("_")
    try:
        moment = model._meta.get_field(by).to_python(words)
        if isinstance(moment, datetime):
            moment = moment.astimezone(UTC) if moment.tzinfo else None
        pk = read_key(key) if isinstance(model._meta.pk, IntegerField) else model._meta.pk.to_python(key)
    except (ValidationError, OverflowError):  # the first and the last day of all have moments that UTC lacks
        return None
    return (moment, pk) if moment and pk else None


def _text(edge: Edge) -> str:
    return f"{edge[0].isoformat()}_{edge[1]}"


def _url(query: QueryDict, name: str, edge: str) -> str:
    if not edge:
        return ""
    query = query.copy()
    query.pop("newer", None)
    query.pop("older", None)
    query[name] = edge
    return f"?{query.urlencode()}"

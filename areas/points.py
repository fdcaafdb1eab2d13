"""Where units stand on a map of points, and the two archipelagos that every map of the country shows."""

from dataclasses import dataclass
from datetime import date

from areas.models import Ancestry, Area

Place = tuple[float, float]
"""Latitude and longitude in degrees."""

ARCHIPELAGOS = {"Hoàng Sa": (16.568, 112.135), "Trường Sa": (9.71, 114.45)}
ZONE = "Đặc khu"


@dataclass(frozen=True)
class Archipelago:
    """`holders`: the units that hold it on the day of the map, itself included; empty before the units are loaded."""

    name: str
    place: Place
    holders: frozenset[int]


def places_of(units: list[Area]) -> dict[int, Place]:
    """Unit (primary key) -> its point. A unit without one stands between its neighbours in the list of codes, which
    runs through the country place by place; a unit without a code, or without such neighbours, is left out."""
    ordered = sorted((unit for unit in units if unit.code), key=lambda unit: unit.code)
    known = [(unit.lat, unit.lon) if unit.lat is not None and unit.lon is not None else None for unit in ordered]
    found = {}
    for number, unit in enumerate(ordered):
        around = [known[number]] if known[number] else _nearest_known(known, number)
        if around:
            found[unit.pk] = tuple(sum(values) / len(around) for values in zip(*around, strict=True))
    return found


def archipelagos(day: date) -> list[Archipelago]:
    """Hoàng Sa and Trường Sa, and who holds them on the map of `day`."""
    held = Ancestry.objects.on(day).filter(descendant__name__in=ARCHIPELAGOS, descendant__kind=ZONE)
    holders: dict[str, set[int]] = {name: set() for name in ARCHIPELAGOS}
    for name, ancestor in held.values_list("descendant__name", "ancestor"):
        holders[name].add(ancestor)
    return [Archipelago(name, place, frozenset(holders[name])) for name, place in ARCHIPELAGOS.items()]


def _nearest_known(known: list[Place | None], number: int) -> list[Place]:
    before = next((place for place in reversed(known[:number]) if place), None)
    after = next((place for place in known[number + 1 :] if place), None)
    return [place for place in (before, after) if place]

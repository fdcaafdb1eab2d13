"""Finding units by name: any spelling, with or without the kind, today's names and old ones."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, Q, Value, When

from areas.history import Heir, chains, former_parents, heirs_on, of_other_names
from areas.models import Ancestry, Area, Level
from areas.names import fold, fold_unit, sort_key, split_kind

LIMIT = 50
MOST_PARTS = 4  # hamlet, commune, district, province


@dataclass
class Result:
    """A unit found, where it stands or last stood; what carries it on today; the former communes of a
    hamlet, unless the one of today took the name."""

    unit: Area
    place: str
    heirs: list[tuple[Heir, str]] = field(default_factory=list)
    former: list[Area] = field(default_factory=list)


@dataclass
class Answer:
    total: int
    results: list[Result]

    @property
    def left_out(self) -> int:
        return self.total - len(self.results)


def find(text: str, user, day: date) -> Answer:
    """The units that `user` may browse whose name answers to `text`, at most LIMIT; best first.

    What follows a comma is the name of a unit above: "Tân Hòa, Châu Thành A".
    """
    name, *above = text.split(",")[:MOST_PARTS]
    found = _matching(Area.objects.browsable_by(user), name.strip())
    for part in above:
        key = fold_unit(part) or fold(part)
        if key:
            held = Ancestry.objects.filter(ancestor__search_key__startswith=key).exclude(ancestor=F("descendant"))
            found = found.filter(pk__in=held.values("descendant"))
    ended = Case(When(valid_until__gte=day, then=Value(0)), default=Value(1))
    units = list(found.order_by("rank", ended, "level", "sort_key", "-valid_from", "pk")[:LIMIT])
    return Answer(total=len(units) if len(units) < LIMIT else found.count(), results=_describe(units, day))


def _matching(units, text: str):
    """Units whose name holds the typed one, annotated with rank: exact, equal key, beginning, anywhere."""
    whole, (kind, name) = fold(text), split_kind(text)
    if not whole:
        return units.none().annotate(rank=Value(0))
    exact = Q(search_key=name, kind=kind) if kind else Q(sort_key=sort_key(text))
    rank = Case(
        When(exact | Q(code=text), then=Value(0)),
        When(search_key__in=[whole, name], then=Value(1)),
        When(Q(search_key__startswith=whole) | Q(search_key__startswith=name), then=Value(2)),
        default=Value(3),
    )
    named = _number(whole) if whole.isdecimal() else Q(search_key__contains=whole)
    if kind:
        named |= _number(name) if name.isdecimal() else _word(name)
    return units.filter(named | Q(code=text)).annotate(rank=rank)


def _word(key: str) -> Q:
    return Q(search_key__startswith=key) | Q(search_key__contains=f" {key}")


def _number(key: str) -> Q:
    """A number as a word of its own, or "1" would find "10" and "21"."""
    inside = Q(search_key__startswith=f"{key} ") | Q(search_key__endswith=f" {key}")
    return Q(search_key=key) | inside | Q(search_key__contains=f" {key} ")


def _describe(units: list[Area], day: date) -> list[Result]:
    heirs = heirs_on(units, day)
    days = {unit.pk: min(max(day, unit.valid_from), unit.valid_until) for unit in units}
    held = chains({heir.unit.pk: day for found in heirs.values() for heir in found} | days)
    former = former_parents([unit for unit in units if unit.level == Level.HAMLET], day)
    place = {key: ", ".join(str(u) for u in reversed(chain) if u.level > Level.COUNTRY) for key, chain in held.items()}
    return [
        Result(
            unit,
            place.get(unit.pk, ""),
            [(heir, place.get(heir.unit.pk, "")) for heir in heirs.get(unit.pk, [])],
            of_other_names(former.get(unit.pk, []), next(reversed(held.get(unit.pk, [])), None)),
        )
        for unit in units
    ]

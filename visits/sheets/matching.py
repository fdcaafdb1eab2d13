"""Which households of a list are known: the same hamlet, the same head by folded name, and phone or address."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.phones import masked_phone
from areas.lots import in_lots
from areas.names import fold
from imports import verdicts
from imports.found import NEW, Found
from imports.kinds import ListKind, Question
from imports.placemap import Place
from imports.places import Places
from imports.rows import Parsed, Row
from visits.models import Household

TOLD = ("head_name", "address", "phone", "size", "kind")
BOTH = gettext_lazy("Là hai hộ khác nhau: nhập cả hai")


@dataclass(slots=True)
class Known:
    """A household as the database has it."""

    pk: Any
    head_name: str
    address: str
    phone: str
    size: int | None
    kind: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.head_name, self.address, masked_phone(self.phone)) if part)


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    places: Places
    hamlets: dict[str, Place] = field(default_factory=dict)  # row key -> its hamlet
    taken: set = field(default_factory=set)  # households that a row means already
    seen: dict[tuple, list[Row]] = field(default_factory=lambda: defaultdict(list))  # (hamlet, name) -> rows


def match(kind: ListKind, parsed: Parsed, question: Question) -> None:
    """Fill action, changes, reasons and target of every row."""
    question.plan = plan = Plan(Places(question))
    addresses = verdicts.Addresses(parsed)
    ours = [row for row in parsed.rows if verdicts.begin(row, kind, question)]
    for row in ours:
        found = hamlet_of(row, plan.places)
        if verdicts.placed(row, found, addresses.of(row, "hamlet", "commune")):
            plan.hamlets[row.key] = found.area
    standing = households_in({place.pk for place in plan.hamlets.values()})
    for done, row in enumerate(ours):
        if not row.reasons and row.key in plan.hamlets:
            _compare(row, plan, standing, question)
        else:
            verdicts.decide(row)
        if done % 1000 == 0:
            question.progress(done, len(ours))


def hamlet_of(row: Row, places: Places) -> Found:
    """The hamlet that the row means; where it tells none, all of the commune are offered."""
    told = row.values
    commune = places.commune(told["commune"]) if told["commune"] else None
    if told["former_commune"]:
        commune = places.commune(told["former_commune"], former=True, into=commune)
    return places.hamlet(told["hamlet"] or "", commune)


def households_in(hamlets: Iterable[int]) -> dict[tuple[int, str], list[Known]]:
    """(hamlet, folded head name) -> the households of that name there."""
    standing = defaultdict(list)
    for keys in in_lots(sorted(set(hamlets))):
        rows = Household.objects.filter(area__in=keys).order_by("pk")
        for hamlet, *known in rows.values_list("area", "pk", *TOLD):
            known = Known(*known)
            standing[hamlet, fold(known.head_name)].append(known)
    return standing


def households_of(keys: Iterable) -> Iterator[Household]:
    for some in in_lots(sorted(set(keys))):
        yield from Household.objects.filter(pk__in=some)


def _compare(row: Row, plan: Plan, standing: dict, question: Question) -> None:
    """Against the households of that name in the hamlet, and against the rows above."""
    key = (plan.hamlets[row.key].pk, fold(row.values["head_name"]))
    namesakes = [known for known in standing.get(key, ()) if known.pk not in plan.taken]
    first = next((other for other in plan.seen[key] if _alike(row.values, other.values)), None)
    plan.seen[key].append(row)
    known = next((known for known in namesakes if not _changes(row, known) and _agrees(row.values, known)), None)
    if first and known is None and verdicts.twice(row, first, question, both=BOTH):
        return verdicts.decide(row)
    known = known or (None if first else _same(row, namesakes, question))
    if known is None:
        return verdicts.decide(row)
    plan.taken.add(known.pk)
    return verdicts.decide(row, str(known.pk), _changes(row, known))


def _changes(row: Row, known: Known) -> dict[str, list]:
    """The head's name stays as it is kept when the list writes it without marks."""
    kept = {name: getattr(known, name) for name in TOLD}
    told = {name: row.values[name] for name in TOLD}
    if told["head_name"] and told["head_name"].isascii():
        told.pop("head_name")
    return verdicts.differences(kept, told)


def _same(row: Row, namesakes: list[Known], question: Question) -> Known | None:
    """The household that the row means, None when it is another one; asks when that cannot be told."""
    chosen = question.decisions.get(row.key)
    if chosen == NEW:
        return None
    if decided := next((known for known in namesakes if str(known.pk) == chosen), None):
        return decided
    agreeing = [known for known in namesakes if _agrees(row.values, known)]
    if not agreeing and len(namesakes) == 1 and not _differs(row.values, namesakes[0]):
        agreeing = namesakes
    if len(agreeing) == 1:
        return agreeing[0]
    if offered := agreeing or namesakes:
        choices = [[str(known.pk), _("Là hộ đã có: %(household)s") % {"household": known}] for known in offered]
        verdicts.wait(
            row, "household_like", choices=[*choices, [NEW, _("Là hộ khác: thêm mới")]], name=row.values["head_name"]
        )
    return None


def _agrees(told: dict, known: Known) -> bool:
    same_phone = bool(told["phone"]) and told["phone"] == known.phone
    return same_phone or (bool(told["address"]) and fold(told["address"]) == fold(known.address))


def _differs(told: dict, known: Known) -> bool:
    """Whether phone or address are told on both sides and are not the same."""
    return any(told[name] and getattr(known, name) for name in ("phone", "address"))


def _alike(told: dict, other: dict) -> bool:
    """Two rows of one name and hamlet that nothing tells apart."""
    pairs = [(told[name], other[name]) for name in ("phone", "address") if told[name] and other[name]]
    return not pairs or any(fold(mine) == fold(theirs) for mine, theirs in pairs)

"""What units were and became, for whole lists of them: one query each, however many rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.utils.formats import localize

from areas.models import Ancestry, Area, Level, Placement, Succession

REFORMS_AT_MOST = 12  # steps from an old unit to today's; an end for successions that go in a circle


@dataclass(frozen=True, slots=True)
class Heir:
    unit: Area
    whole: bool  # the whole old unit went there, not a part


def chains(days: dict[int, date]) -> dict[int, list[Area]]:
    """For each unit (by key) and its day: the units in force that hold it, from the country down, without itself."""
    rows = Ancestry.objects.filter(descendant__in=days).exclude(ancestor=F("descendant")).select_related("ancestor")
    held = defaultdict(list)
    for row in rows.order_by("ancestor__level"):
        if row.in_force(days[row.descendant_id]):
            held[row.descendant_id].append(row.ancestor)
    return held


def successions_at_the_end():
    """Successions that tell what became of the old unit; not a part that it gave away while it lived on."""
    ends = Succession.objects.filter(reform__effective_on__gt=F("old__valid_until"))
    return ends.select_related("new", "reform").order_by("new__sort_key", "pk")


def successions_at_the_beginning():
    """Successions that tell what the new unit was made of; not what joined it later."""
    begins = Succession.objects.filter(reform__effective_on__lte=F("new__valid_from"))
    return begins.select_related("old", "reform").order_by("reform", "old__sort_key", "pk")


def predecessors_of(unit: Area) -> list[Succession]:
    """The successions that the unit began with; each old unit with stood_in, the units that held it, nearest first."""
    links = list(successions_at_the_beginning().filter(new=unit))
    held = chains({link.old_id: link.old.valid_until for link in links})
    for link in links:
        link.old.stood_in = [holder for holder in reversed(held[link.old_id]) if holder.level > Level.COUNTRY]
    return links


def heirs_on(units: Iterable[Area], day: date) -> dict[int, list[Heir]]:
    """For each unit that ended before `day`: the units that carry it on on `day`, however many reforms later."""
    heirs = {unit.pk: {unit: True} for unit in units if unit.valid_until < day}
    known: dict[int, list[Succession]] = {}
    for _step in range(REFORMS_AT_MOST):
        ended = {heir.pk for found in heirs.values() for heir in found if heir.valid_until < day}
        if not ended:
            break
        known |= {key: [] for key in ended}
        for link in successions_at_the_end().filter(old__in=ended):
            known[link.old_id].append(link)
        heirs = {key: _one_reform_on(found, known, day) for key, found in heirs.items()}
    return {key: [Heir(unit, whole) for unit, whole in found.items()] for key, found in heirs.items()}


def _one_reform_on(found: dict[Area, bool], known: dict[int, list[Succession]], day: date) -> dict[Area, bool]:
    later: dict[Area, bool] = {}
    for heir, whole in found.items():
        if heir.valid_until >= day:
            later[heir] = later.get(heir, True) and whole
            continue
        for link in known[heir.pk]:
            later[link.new] = later.get(link.new, True) and whole and link.extent == Succession.Extent.WHOLE
    return later


def origins_of(units: Iterable[Area]) -> dict[int, list[Area]]:
    """The units that each was made of when it began."""
    origins = defaultdict(list)
    for link in successions_at_the_beginning().filter(new__in=[unit.pk for unit in units]):
        origins[link.new_id].append(link.old)
    return origins


def former_parents(units: Iterable[Area], day: date) -> dict[int, list[Area]]:
    """Where each unit stood before its place on `day`, latest first: tells two "Ấp 1" of one commune apart."""
    placed = Placement.objects.filter(area__in=[unit.pk for unit in units], valid_until__lt=day)
    former = defaultdict(list)
    for placement in placed.select_related("parent").order_by("-valid_from"):
        former[placement.area_id].append(placement.parent)
    return former


def of_other_names(former: list[Area], parent: Area | None) -> list[Area]:
    """The former parents to be told beside the present one: not those whose name it took."""
    return [one for one in former if str(one) != str(parent)]


def parts_of(units: Iterable[Area], browsable, day: date) -> dict[int, Counter]:
    """How many units of each kind stand directly under each on `day`, among those that may be browsed."""
    placed = Placement.objects.on(day).filter(parent__in=[unit.pk for unit in units], area__in=browsable.on(day))
    parts = defaultdict(Counter)
    for parent, kind, number in placed.order_by().values_list("parent", "area__kind").annotate(Count("pk")):
        parts[parent][kind] += number
    return parts


def in_words(kinds: Counter) -> str:
    """3.321 xã, phường, đặc khu: the total and the kinds, most frequent first."""
    frequent = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    names = ", ".join(kind[:1].lower() + kind[1:] for kind in frequent if kind)
    return f"{localize(kinds.total())} {names}".strip() if kinds else ""

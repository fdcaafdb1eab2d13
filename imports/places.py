"""Which unit a list means: names as offices write them, former names, codes. Homonyms are asked about, never guessed.

    places = Places(question)
    commune = places.commune("TT Một Ngàn cũ")        # a name, or a code as in force on question.as_of
    hamlet = places.hamlet("Ấp II", commune)          # without commune: anywhere in question.area
    if not hamlet.area and not hamlet.choice:
        row.reasons.append(hamlet.issue(cell.address, cell.raw))

An answer is remembered, so that asking once a row costs a look-up; the number of queries does not grow with the rows.
"""

from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area, Level
from imports.found import AMBIGUOUS, MISSING, NEW, NOT_YOURS, SKIP, SPLIT, UNKNOWN, Found
from imports.kinds import Question
from imports.placemap import Country, Place, Pool, Region
from imports.placenames import Spoken, is_unit_kind, place_key, read_place

CLOSE = 6  # names offered for an unknown one
SHORT_LIST = 12  # so many units are all offered, close or not
COMMUNE_DIGITS = 5


class Places:
    """The units that a list may speak of: those of question.area first, the rest of the country when needed."""

    def __init__(self, question: Question):
        self.question, self.day = question, question.as_of
        self._answers: dict[tuple, Found] = {}

    # --- what lists ask ---

    def commune(self, text: str, *, former: bool = False, into: Found | None = None) -> Found:
        """A commune by name or code. `former`: the column is of communes before a reform; `into`: the commune of today
        that another column names."""
        key = ("commune", text, former, into and into.key)
        if key not in self._answers:
            self._answers[key] = self._commune(text, former, into.area if into else None)
        return self._answers[key]

    def hamlet(self, text: str, commune: Found | None = None) -> Found:
        """A hamlet by name, inside `commune` or the whole area of the import; "Ấp 1, xã Tân Hòa" names its own."""
        key = ("hamlet", text, commune and (commune.key, commune.area))
        if key not in self._answers:
            self._answers[key] = self._hamlet(text, commune)
        return self._answers[key]

    def commune_of(self, text: str, commune: Found | None = None) -> Found | None:
        """The commune in which hamlet() looks: the one that the text itself names, else the given one."""
        return self._commune_within(read_place(text), commune)

    def unit(self, text: str) -> Found:
        """A unit of any level by code, name or way up: "31342", "Thành phố Cần Thơ", "Ấp 1, Xã Tân Hòa"."""
        key = ("unit", text)
        if key not in self._answers:
            self._answers[key] = self._unit(text)
        return self._answers[key]

    def own(self) -> Found:
        """The unit into which the list is imported."""
        area = self.question.area
        place = self.near.places.get(area.pk) or self.everywhere.places[area.pk]
        return self._checked(Found(str(area), "place:").settled(place))

    def may(self, place: Place) -> bool:
        """Whether this import may save rows of that unit."""
        return self._allowed is None or place.pk in self._allowed

    def full_label(self, place: Place) -> str:
        """ "Xã Tân Hòa, Huyện Châu Thành A, Tỉnh Hậu Giang": tells homonyms apart."""
        return self.everywhere.full_label(place)

    # --- what is known ---

    @cached_property
    def near(self) -> Region:
        return Region(self.question.area)

    @cached_property
    def everywhere(self) -> Country:
        return Country()

    @cached_property
    def home(self) -> Place | None:
        """The commune into which the list is imported, when it is one."""
        area = self.question.area
        return self.near.places.get(area.pk) if area is not None and area.level == Level.COMMUNE else None

    @cached_property
    def _allowed(self) -> set[int] | None:
        """Keys of the units that are both in question.areas and in question.area; None without any limit."""
        areas, home = self.question.areas, self.question.area
        if areas is None and (home is None or home.level == Level.COUNTRY):
            return None
        units = Area.objects.all() if areas is None else areas
        if home is not None and home.level > Level.COUNTRY:
            units = units.under(home, min(home.valid_until, timezone.localdate()))
        allowed = set(units.values_list("pk", flat=True))
        return allowed | {place.pk for place in self.near.communes.places} if areas is None else allowed

    # --- communes ---

    def _commune(self, text: str, former: bool, into: Place | None) -> Found:
        spoken = read_place(text)
        spoken = replace(spoken, old=spoken.old or former)
        found = Found(text, f"place:{_words(spoken)}" + (" (cu)" if spoken.old else ""))
        if decided := self._decided(found, Level.COMMUNE):
            return decided
        if not text.strip():
            return self._no_commune(found)
        if spoken.keys[0].isdecimal() and len(spoken.keys[0]) > 2:
            return self._coded(found, Level.COMMUNE)
        named = self._named(self.near.communes, spoken)
        if into:
            named = [place for place in named if into in self.near.heirs_on(place, self.day)] or named
        return self._resolve(found, named, into) if named else self._missing_commune(found, spoken)

    def _no_commune(self, found: Found) -> Found:
        """A row without a commune: the one into which the list is imported, else all of the area are offered."""
        living = [place for place in self.near.communes.places if place.in_force(self.day) and self.may(place)]
        if self.near.area and len(living) == 1:
            return found.settled(living[0])
        return replace(found, code=MISSING, candidates=tuple(living))

    def _named(self, pool: Pool, spoken: Spoken) -> list[Place]:
        """The units of that name that had begun; only ended ones when a former is meant, only those that stood in the
        larger units that are written."""
        named = pool.named(spoken)
        if spoken.old:
            named = [place for place in named if place.valid_until < timezone.localdate()]
        if len(named) > 1 and spoken.above:
            named = [place for place in named if self.everywhere.stands_in(place, spoken.above)] or named
        return [place for place in named if place.valid_from <= self.day] or named

    def _resolve(self, found: Found, named: list[Place], into: Place | None = None) -> Found:
        """The unit of the day that the named ones are or became, when there is but one."""
        found = replace(found, named=tuple(named))
        heirs = {place: self.near.heirs_on(place, self.day) for place in named}
        if into and all(into in became for became in heirs.values()):
            return self._checked(replace(found, area=into))
        ends = {heir for became in heirs.values() for heir in became}
        if len(ends) == 1 and all(all(became.values()) for became in heirs.values()):
            return self._checked(replace(found, area=ends.pop()))
        labels: dict[Place, str] = {}
        for place, became in heirs.items():
            for choice, label in self._choices_of(place, became):
                labels.setdefault(choice, label)
        mine = {choice: label for choice, label in labels.items() if self._leads_to_mine(choice)}
        code = SPLIT if len(named) == 1 else AMBIGUOUS
        candidates = tuple(mine or labels)
        return replace(
            found, code=code, candidates=candidates, labels={place.pk: labels[place] for place in candidates}
        )

    def _choices_of(self, place: Place, became: dict[Place, bool]) -> list[tuple[Place, str]]:
        """A homonym as it can be chosen: itself, or each unit that took a part of it."""
        label = self.full_label(place)
        if list(became) == [place]:
            return [(place, label)]
        if len(became) == 1 and all(became.values()):
            now = _("%(old)s (nay là %(new)s)") % {"old": label, "new": next(iter(became))}
            return [(place, now)]
        part = _("%(new)s (nhận một phần %(old)s)")
        return [(heir, part % {"new": heir, "old": label}) for heir in became]

    def _leads_to_mine(self, choice: Place) -> bool:
        return any(self.may(heir) for heir in self.near.heirs_on(choice, self.day))

    def _missing_commune(self, found: Found, spoken: Spoken) -> Found:
        close = self._close(self.near.communes, spoken)
        elsewhere = self._named(self.everywhere.communes, spoken) if self.near.area else []
        if elsewhere:
            where = self.full_label(elsewhere[0]) if len(elsewhere) == 1 else str(elsewhere[0])
            return replace(found, code=NOT_YOURS, where=where, candidates=close)
        return replace(found, code=UNKNOWN, where=str(self.near.area or ""), candidates=close)

    def _coded(self, found: Found, *levels: Level) -> Found:
        """The unit that bears the code on the day of the list; the zeros that Excel takes off are put back."""
        code = found.text.strip()
        for written in dict.fromkeys([code, code.zfill(COMMUNE_DIGITS)]):
            for place in self.everywhere.by_code.get(written, ()):
                if place.level in levels and place.in_force(self.day):
                    return self._checked(found.settled(place))
        return replace(found, code=UNKNOWN, where=str(self.near.area or ""))

    # --- hamlets ---

    def _hamlet(self, text: str, commune: Found | None) -> Found:
        spoken = read_place(text)
        commune = self._commune_within(spoken, commune)
        found = Found(text, f"place:{_words(spoken)}" + (f", {commune.key.removeprefix('place:')}" if commune else ""))
        if decided := self._decided(found, Level.HAMLET):
            return decided
        if commune and not commune.area and not (commune.named and commune.code in (SPLIT, NOT_YOURS)):
            return commune
        pool = self._hamlets(commune)
        if not text.strip():
            return self._unnamed(found, pool)
        named = [place for place in pool.named(spoken) if place.valid_until >= self.day]
        if len(named) == 1:
            return self._checked(found.settled(named[0]))
        if named:
            return self._offered(replace(found, code=AMBIGUOUS, named=tuple(named)), named)
        if commune and commune.code == SPLIT:
            return commune
        if commune and not commune.area:
            return found.foreign(commune.named[0])
        where = str((commune and commune.area) or self.near.area or "")
        return self._offered(replace(found, code=UNKNOWN, where=where), self._close(pool, spoken))

    def _unnamed(self, found: Found, pool: Pool) -> Found:
        """A row without a hamlet: the one into which the list is imported, else all are offered."""
        if self.question.area is not None and self.question.area.level == Level.HAMLET and len(pool.places) == 1:
            return self._checked(found.settled(pool.places[0]))
        living = [place for place in pool.places if place.valid_until >= self.day and self.may(place)]
        return self._offered(replace(found, code=MISSING), living)

    def _commune_within(self, spoken: Spoken, commune: Found | None) -> Found | None:
        """The commune that the hamlet's own text names, the earlier one first; else the given one."""
        if spoken.former:
            return self.commune(spoken.former, former=True, into=commune)
        if not spoken.above:
            return commune
        named = self.commune(", ".join(spoken.above), former=spoken.old, into=commune)
        if named.code == UNKNOWN and not is_unit_kind(read_place(spoken.above[0]).kind):
            return commune  # "Ấp 1 (khu chợ)"
        return named

    def _hamlets(self, commune: Found | None) -> Pool:
        if commune is None:
            return self.near.hamlets
        return self.near.hamlets_in([*commune.named, *([commune.area] if commune.area and not commune.named else [])])

    def _offered(self, found: Found, places: list[Place] | tuple[Place, ...]) -> Found:
        labels = {place.pk: self.near.hamlet_label(place) for place in places}
        return replace(found, candidates=tuple(places), labels=labels)

    # --- units of any level ---

    def _unit(self, text: str) -> Found:
        spoken = read_place(text)
        found = Found(text, f"place:{_words(spoken)}")
        if decided := self._decided(found, *Level):
            return decided
        if text.strip().isdecimal() and len(text.strip()) > 1:
            return self._coded(found, *Level)
        if spoken.kind and not is_unit_kind(spoken.kind):
            return self.hamlet(text)
        commune = self.commune(text)
        if commune.code not in (UNKNOWN, NOT_YOURS):
            return commune
        larger = [place for place in self._named(self.everywhere.larger, spoken) if place.in_force(self.day)]
        if larger:
            return self._one_of_larger(found, larger)
        return commune if spoken.kind or commune.code == NOT_YOURS else self.hamlet(text)

    def _one_of_larger(self, found: Found, larger: list[Place]) -> Found:
        if len(larger) == 1:
            return self._checked(found.settled(larger[0]))
        labels = {place.pk: self.full_label(place) for place in larger}
        return replace(found, code=AMBIGUOUS, candidates=tuple(larger), labels=labels, named=tuple(larger))

    # --- what a person decided, and what may be written ---

    def _decided(self, found: Found, *levels: Level) -> Found | None:
        choice = self.question.decisions.get(found.key)
        if choice in (NEW, SKIP):
            return replace(found, choice=choice)
        if not (choice and choice.isdecimal()):
            return None
        place = self.near.places.get(int(choice)) or self.everywhere.places.get(int(choice))
        if place is None or place.level not in levels:
            return None
        return self._resolve(found, [place]) if place.level == Level.COMMUNE else self._checked(found.settled(place))

    def _checked(self, found: Found) -> Found:
        """The same, or refused when its rows are not for this import."""
        return found if self.may(found.area) else found.foreign(found.area)

    def _close(self, pool: Pool, spoken: Spoken) -> tuple[Place, ...]:
        """The units of today with a name like it, closest first; all of them when they are few."""
        living = [place for place in pool.places if place.valid_until >= self.day and self.may(place)]
        if len(living) <= SHORT_LIST:
            return tuple(living)
        names: dict[str, list[Place]] = {}
        for place in living:
            names.setdefault(place_key(place.name), []).append(place)
        close = get_close_matches(spoken.name or spoken.keys[0], names, n=CLOSE, cutoff=0.6)
        return tuple(place for name in close for place in names[name])


def _words(spoken: Spoken) -> str:
    return ", ".join([spoken.keys[-1], *spoken.above])

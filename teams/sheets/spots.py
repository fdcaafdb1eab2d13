"""Which team a row belongs to: the commune and hamlet that it names, and the team that stands there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from areas.lots import in_lots
from areas.models import Level
from areas.names import fold
from imports.found import NEW, NOT_YOURS, SKIP, UNKNOWN, Found
from imports.kinds import Question
from imports.placemap import Place
from imports.placenames import own_name
from imports.places import Places
from imports.rows import Issue, Row, Severity
from teams.models import Team
from teams.sheets.naming import COMMITTEE, TEAM, team_name

ALIKE = 0.8  # of the letters of two names; from here a new hamlet may be an old one misspelt
MOST_CHOICES = 60
ALONE = (Team.Kind.HAMLET, Team.Kind.STEERING)  # kinds of which one place has one, whatever the list calls it


@dataclass(slots=True)
class Spot:
    """The team that rows with the same words mean. One of: team is set; new is set; reason; skipped."""

    label: str  # how the team is called in the list
    kind: str = Team.Kind.HAMLET
    area: Place | None = None
    commune: Place | None = None  # of a hamlet that is to be founded
    former: Place | None = None  # the ended commune in which the list says it stood
    hamlet: tuple[str, str] | None = None  # kind and name of a hamlet that is to be founded
    team: Team | None = None
    reason: Issue | None = None
    skipped: bool = False


class Spots:
    """Answers each combination of words once."""

    def __init__(self, question: Question, since: date):
        self.question, self.since = question, since
        self.places = Places(question)
        self._spots: dict[tuple, Spot] = {}

    def of(self, row: Row) -> Spot:
        kind, name = row.values["hamlet"]
        words = (row.values["commune"], row.values["list_commune"], row.values["former_commune"], kind, name)
        if words not in self._spots:
            self._spots[words] = self._find(row, kind, name)
        return self._spots[words]

    def all(self) -> list[Spot]:
        return list(self._spots.values())

    def find_teams(self) -> None:
        """Look up the teams of all spots at once: those that work on the day of the list, or later."""
        by_area = defaultdict(list)
        areas = {spot.area.pk for spot in self._spots.values() if spot.area}
        for chunk in in_lots(sorted(areas)):
            found = Team.objects.filter(area__in=chunk, valid_until__gte=self.since)
            for team in found.order_by("sort_key", "pk"):
                by_area[team.area_id].append(team)
        for spot in self._spots.values():
            if spot.area:
                self._choose_team(spot, by_area[spot.area.pk])

    # --- places ---

    def _find(self, row: Row, kind: str, name: str) -> Spot:
        spot = Spot(row.place or team_name(kind, name))
        commune = self._commune(row)
        if commune is not None and (commune.code or commune.choice):
            return self._unsettled(spot, commune)
        if not name:
            return self._nowhere(spot, commune)
        if not kind and (team := self._called(name, commune)):
            spot.label, spot.kind, spot.area = team.name, team.kind, self.places.near.places[team.area_id]
            return spot
        if not kind and (COMMITTEE.match(name) or self._is_of_the_commune(name, commune)):
            return self._at_commune(spot, name, commune)
        text = f"{kind} {name}".strip()
        found = self.places.hamlet(text, commune)
        if kind:
            spot.label = team_name(kind, own_name(name))
        if found.area:
            spot.area = found.area
            spot.kind = Team.Kind.HAMLET if found.area.level == Level.HAMLET else Team.Kind.COMMUNE
            return spot
        unknown = kind and found.text == text  # and not the commune that stands behind the hamlet's name
        if unknown and (found.choice == NEW or (found.code == UNKNOWN and not self._like(found, own_name(name)))):
            return self._newly_founded(spot, self.places.commune_of(text, commune), kind, own_name(name), found)
        return self._unsettled(spot, found, founding=bool(unknown))

    def _commune(self, row: Row) -> Found | None:
        """The commune that the row names, else the one above the table; None where only the import's own is left."""
        former = row.values["former_commune"]
        if former:
            return self.places.commune(former, former=True)
        if text := row.values["commune"]:
            return self.places.commune(text)
        if text := row.values["list_commune"]:
            found = self.places.commune(text)
            known = found.area or found.code == NOT_YOURS or not self.places.home
            return found if known else None
        return None

    def _called(self, name: str, commune: Found | None) -> Team | None:
        """The one team there that bears this very name: "Tổ thanh niên tình nguyện"."""
        home = (commune and commune.area) or self.places.home
        within = [home, *self.places.near.hamlets_in((home,)).places] if home else []
        areas = [place.pk for place in within if self.places.may(place)]
        found = Team.objects.filter(search_key=fold(name), area__in=areas, valid_until__gte=self.since)[:2]
        return found[0] if len(found) == 1 else None

    def _is_of_the_commune(self, name: str, commune: Found | None) -> bool:
        """ "Đoàn thanh niên xã", "xã Hòa An": a team of the commune itself, not of a hamlet."""
        if " " in name and self.places.hamlet(name, commune).area:
            return False
        first = fold(name).split(" ")[0]
        return first in (
            "xa",
            "phuong",
            "doan",
            "hoi",
            "chi",
            "truong",
            "cong",
            "mat",
            "lien",
            "vnpt",
            "viettel",
            "buu",
        )

    def _at_commune(self, spot: Spot, name: str, commune: Found | None) -> Spot:
        spot.area = (commune and commune.area) or self.places.home
        units = ("xa", "phuong", "thi", "dac")
        spot.kind = Team.Kind.COMMUNE if fold(name).split(" ")[0] in units else Team.Kind.ORGANISATION
        if COMMITTEE.match(name):
            spot.kind = Team.Kind.STEERING
        return spot if spot.area else self._nowhere(spot, commune)

    def _like(self, found: Found, name: str) -> bool:
        """Whether one of the offered hamlets is so alike that the new name may be a slip of it; any number may be."""
        key, known = fold(name), [fold(place.name) for place in found.candidates]
        if key.isdecimal() and any(other.isdecimal() for other in known):
            return True
        return any(SequenceMatcher(None, key, other).ratio() >= ALIKE for other in known)

    def _newly_founded(self, spot: Spot, commune: Found | None, kind: str, name: str, found: Found) -> Spot:
        spot.commune = (commune and commune.area) or self.places.home
        if spot.commune is None:
            return self._unsettled(spot, found)
        if commune and len(commune.named) == 1 and commune.named[0] != spot.commune:
            spot.former = commune.named[0]
        spot.hamlet = (kind[:1].upper() + kind[1:], name)
        return spot

    def _unsettled(self, spot: Spot, found: Found, founding: bool = False) -> Spot:
        spot.skipped = found.choice == SKIP
        if not spot.skipped:
            spot.reason = found.issue(new=_("Lập đơn vị mới này trong xã") if founding else "")
        return spot

    def _nowhere(self, spot: Spot, commune: Found | None) -> Spot:
        """No word tells the team: the hamlets of the commune and the commune itself are offered."""
        home = (commune and commune.area) or self.places.home
        key = f"team:{home.pk if home else ''}"
        chosen = self.question.decisions.get(key, "")
        spot.skipped = chosen == SKIP
        near = [home, *self.places.near.hamlets_in((home,)).places] if home else []
        offered = [place for place in near if self.places.may(place) and place.valid_until >= self.since]
        offered = offered[:MOST_CHOICES]
        if place := next((place for place in offered if str(place.pk) == chosen), None):
            spot.area = place
            spot.kind = Team.Kind.COMMUNE if place.level == Level.COMMUNE else Team.Kind.HAMLET
            spot.label = team_name("", f"{place.kind[:1].lower()}{place.kind[1:]} {place.name}")
            return spot
        choices = [[str(place.pk), str(place)] for place in offered] + [[SKIP, _("Bỏ qua các dòng này")]]
        spot.reason = (
            None if spot.skipped else Issue("team_missing", Severity.ERROR, detail={"key": key, "choices": choices})
        )
        return spot

    # --- teams ---

    def _choose_team(self, spot: Spot, teams: list[Team]) -> None:
        same = [team for team in teams if bare(team.name) == bare(spot.label)]
        alike = same or [team for team in teams if team.kind == spot.kind and spot.kind in ALONE]
        alike = [team for team in alike if team.valid_from <= self.since] or alike
        key = f"team:{fold(spot.label)}:{spot.area.pk}"
        chosen = self.question.decisions.get(key, "")
        if len(alike) > 1 and chosen not in (NEW, SKIP):
            alike = [team for team in alike if str(team.pk) == chosen] or alike
        if len(alike) == 1:
            spot.team = alike[0]
        elif alike and chosen == SKIP:
            spot.skipped = True
        elif alike and chosen != NEW:
            choices = [[str(team.pk), team.name] for team in alike[:MOST_CHOICES]]
            choices += [[NEW, _("Lập tổ mới")], [SKIP, _("Bỏ qua các dòng này")]]
            spot.reason = Issue(
                "team_ambiguous", Severity.ERROR, detail={"key": key, "choices": choices, "team": spot.label}
            )


def bare(name: str) -> str:
    """The matching key of a team's name, whatever the project calls such teams."""
    key = fold(name)
    shorter = ("to chuien doi so cong dong", "to cnscd", "to cong nghe cong dong", "to cong nghe so", "to")
    for words in (fold(TEAM), *shorter):
        if key.startswith(words + " "):
            return key[len(words) + 1 :]
    return key

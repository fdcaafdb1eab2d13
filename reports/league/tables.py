"""The league tables of a campaign: counted now, or as they were frozen."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from reports.league import scoring
from reports.league.contest import Contest, League, Part
from reports.league.entrants import Amounts, Entrant, entrants_of
from reports.league.kept import kept
from reports.league.line import Cell, Line, Unranked, shares_households
from reports.league.shrinkage import Count, Prior
from reports.league.sizes import HOUSEHOLDS, Sizes, sizes_of
from reports.models import Standing


@dataclass
class Table:
    """`lines` have a place, best first; `unranked` have none, each with its reason. `counted_at` is the moment."""

    league: League
    lines: list[Line]
    unranked: list[Line]
    counted_at: datetime

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """(reason in words, how many), when somebody has no place."""
        found = Counter(line.reason for line in self.unranked)
        return [(Unranked(reason).label, number) for reason, number in found.most_common()]


def read(contest: Contest, league: League) -> Table:
    """The frozen table where there is one, else as it stands now."""
    return _frozen(contest, league) if contest.campaign.frozen_at else count(contest, league)


def count(contest: Contest, league: League, *, fresh: bool = False) -> Table:
    """As it stands now; `fresh` where the table of a while ago is not enough."""
    rules = [(rule.indicator_id, rule.per, rule.weight) for rule in contest.rules]
    asked = [league.value, contest.campaign.pk, contest.campaign.start, contest.until, contest.roots, rules]
    return kept(asked, lambda: _counted(contest, league), fresh=fresh)


def _counted(contest: Contest, league: League) -> Table:
    now, found = timezone.now(), entrants_of(contest, league) if contest.has_begun else []
    sizes = sizes_of((entrant.area.pk for entrant in found), contest.day)
    least = scoring.least_size([sizes[e.area.pk][HOUSEHOLDS] for e in found if _has_doors(e, sizes[e.area.pk])])
    reasons = {entrant.thing.pk: _reason(entrant, sizes[entrant.area.pk], least) for entrant in found}
    fit = [entrant for entrant in found if not reasons[entrant.thing.pk]]
    priors, scores = _score(contest, fit, sizes, "now")
    _then, earlier = _score(contest, [entrant for entrant in fit if entrant.before], sizes, "before")
    places, before = scoring.places(scores), scoring.places(earlier)
    ranked, unranked = [], []
    for entrant in found:
        key, known = entrant.thing.pk, sizes[entrant.area.pk]
        line = Line(league, entrant.thing, entrant.team, known.get(HOUSEHOLDS, 0))
        if key in places:
            line.score, line.place, line.before = scores[key], places[key], before.get(key)
            line.cells = [_cell(part, entrant.now, known, priors) for part in contest.parts]
            ranked.append(line)
        else:
            line.reason = reasons[key] or Unranked.SILENT.value
            unranked.append(line)
    return Table(league, sorted(ranked, key=_order), sorted(unranked, key=_order), now)


def _order(line: Line) -> tuple:
    return (line.place or 0, line.sort_key, line.key)


def _frozen(contest: Contest, league: League) -> Table:
    campaign, codes = contest.campaign, [rule.indicator.code for rule in contest.rules]
    rows = campaign.standings.filter(league=league).select_related("area", "team__area", "member")
    lines = sorted((_thawed(row, codes) for row in rows), key=_order)
    ranked, unranked = [line for line in lines if line.place], [line for line in lines if not line.place]
    return Table(league, ranked, unranked, campaign.frozen_at)


def _thawed(row: Standing, codes: list[str]) -> Line:
    cells = [Cell(**row.figures[code]) if code in row.figures else None for code in codes]
    thing = {League.TEAMS: row.team, League.COMMUNES: row.area, League.MEMBERS: row.member}[row.league]
    line = Line(League(row.league), thing, row.team, row.size, row.score, row.place, row.before, reason=row.reason)
    line.cells = cells if line.place else []
    return line


def _has_doors(entrant: Entrant, sizes: Sizes) -> bool:
    return HOUSEHOLDS in sizes and not (entrant.team and shares_households(entrant.area))


def _reason(entrant: Entrant, sizes: Sizes, least: float) -> str:
    """Why it takes no place; "" when it does."""
    if entrant.team and shares_households(entrant.area):
        return Unranked.SHARED.value
    if HOUSEHOLDS not in sizes:
        return Unranked.NO_SIZE.value
    if not entrant.now:
        return Unranked.SILENT.value
    return Unranked.SMALL.value if sizes[HOUSEHOLDS] < least else ""


def _score(contest: Contest, fit: list[Entrant], sizes: dict[int, Sizes], name: str) -> tuple[dict, dict]:
    """Priors by code, and scores by the key of who takes part."""
    found = {
        entrant.thing.pk: {
            part.code: _count(part, getattr(entrant, name), sizes[entrant.area.pk]) for part in contest.parts
        }
        for entrant in fit
    }
    priors = scoring.priors(found, contest.measures)
    return priors, scoring.scores(found, contest.measures, priors)


def _count(part: Part, amounts: Amounts, sizes: Sizes) -> Count:
    """What nobody recorded counts as 0: else silence about the hard things would pay."""
    whole = amounts if part.by_amount else sizes
    return Count(amounts.get(part.above, 0), whole.get(part.below, 0))


def _cell(part: Part, amounts: Amounts, sizes: Sizes, priors: dict[str, Prior]) -> Cell:
    counted, prior = _count(part, amounts, sizes), priors[part.code]
    return Cell(amounts.get(part.above), counted.size, prior.mean, prior.strength, prior.shrunk(counted))

"""A campaign as it is counted on a day: by which rules, until when, on which map, among whom."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from areas.models import Ancestry, Area, Level
from reports.league.scoring import Measure
from reports.lens import Lens
from reports.models import Campaign, CampaignIndicator, Standing, Target
from reports.rollup import Period, with_parts
from visits.models import Indicator

WEEK = timedelta(days=7)
League = Standing.League
Kind, Per = Indicator.Kind, Target.Statistic
SHARES = {(Kind.HOUSEHOLD, Per.HOUSEHOLDS), (Kind.PERSON, Per.RESIDENTS), (Kind.PERSON, Per.ADULTS)}


@dataclass(frozen=True)
class Contest:
    """`until` is the last day that counts: the campaign's end, or today while it runs."""

    campaign: Campaign
    rules: tuple[CampaignIndicator, ...]
    until: date

    @classmethod
    def of(cls, campaign: Campaign, today: date | None = None) -> "Contest":
        rules = campaign.indicators.select_related("indicator__numerator", "indicator__denominator")
        return cls(campaign, tuple(rules), min(campaign.end, today or timezone.localdate()))

    @property
    def period(self) -> Period:
        return Period(self.campaign.start, self.until)

    @property
    def has_begun(self) -> bool:
        return self.until >= self.campaign.start

    @property
    def week_before(self) -> "Contest | None":
        """As it stood a week earlier; None in the first week."""
        earlier = replace(self, until=self.until - WEEK)
        return earlier if earlier.has_begun else None

    @property
    def day(self) -> date:
        """The map: all facts of the campaign stand where their units stand on this day."""
        area = self.campaign.area
        return max(area.valid_from, min(self.until, area.valid_until))

    @property
    def lens(self) -> Lens:
        return Lens.parse(self.day.isoformat())

    @property
    def leagues(self) -> list[League]:
        """The tables that make sense there: no teams of a whole country, no communes of one commune."""
        level = self.campaign.area.level
        return [
            *([League.COMMUNES] if level < Level.COMMUNE else []),
            *([League.TEAMS, League.MEMBERS] if level > Level.COUNTRY else []),
        ]

    @cached_property
    def counted(self) -> list[Indicator]:
        """The indicators with facts: those of the rules and the parts of ratios."""
        return with_parts([rule.indicator for rule in self.rules])

    @cached_property
    def measures(self) -> list[Measure]:
        return [Measure(rule.indicator.code, rule.weight, is_share(rule)) for rule in self.rules]

    @cached_property
    def parts(self) -> list["Part"]:
        return [Part.of(rule) for rule in self.rules]

    @cached_property
    def roots(self) -> list[int]:
        """The units that take part as wholes."""
        return list(self.campaign.units.values_list("pk", flat=True)) or [self.campaign.area_id]

    def inside(self) -> QuerySet[Area]:
        """Everything that takes part, on the map."""
        held = Ancestry.objects.on(self.day).filter(ancestor__in=self.roots)
        return Area.objects.filter(pk__in=held.values("descendant"))


@dataclass(frozen=True, slots=True)
class Part:
    """Where the figures of one rule stand: the amount `above`, and what it is divided by, `below`, which is another
    amount (`by_amount`) or a statistic of the area."""

    code: str
    above: str
    below: str
    by_amount: bool = False

    @classmethod
    def of(cls, rule: CampaignIndicator) -> "Part":
        indicator = rule.indicator
        if indicator.kind != Kind.RATIO:
            return cls(indicator.code, indicator.code, str(rule.per))
        if indicator.denominator:
            return cls(indicator.code, indicator.numerator.code, indicator.denominator.code, by_amount=True)
        return cls(indicator.code, indicator.numerator.code, indicator.denominator_statistic)


def is_share(rule: CampaignIndicator) -> bool:
    """Each household, or person, counts once of all there are."""
    return (rule.indicator.kind, rule.per) in SHARES

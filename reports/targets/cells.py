"""What the grid of targets shows: a column for each indicator, a line for each unit, a cell where they meet."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.models import Area
from reports.figures import figure
from reports.models import Target
from visits.models import Indicator


@dataclass
class Column:
    """An indicator: what a percentage is a share of, how it is counted; `whole` is the area's own cell."""

    indicator: Indicator
    statistic: str = ""
    counting: str = Target.Counting.PERIOD
    whole: "Cell | None" = None
    given: Decimal | None = None  # to the units below together; of a rate what theirs come to as one
    rest: Decimal | None = None  # of the whole, below 0 when they were given more
    units: int = 0  # below
    held: int = 0  # of these, the units that were given something
    unknown: int = 0  # units whose share is a percentage of something unknown
    has_percent: bool = False  # some target of the column is one
    divide_url: str = ""

    @property
    def is_ratio(self) -> bool:
        return self.indicator.kind == Indicator.Kind.RATIO

    @property
    def has_counting(self) -> bool:
        """A stock is the state at the end of a span anyway, and so is what is made of one."""
        counted = self.indicator.numerator or self.indicator
        return counted.kind != Indicator.Kind.STOCK

    @property
    def statistic_label(self) -> str:
        return str(Target.Statistic(self.statistic).label)

    @property
    def counting_label(self) -> str:
        return str(Target.Counting(self.counting).label)

    @property
    def statistic_key(self) -> str:
        return f"s-{self.indicator.pk}"

    @property
    def counting_key(self) -> str:
        return f"k-{self.indicator.pk}"

    @property
    def given_text(self) -> str:
        return figure(self.given) + (" %" if self.is_ratio and self.given is not None else "")

    @property
    def given_note(self) -> str:
        """To how many, and why nothing or not everything could be added up."""
        notes = [_("%(held)s/%(units)s nơi") % {"held": figure(self.held), "units": figure(self.units)}]
        if self.is_ratio and self.held and self.given is None:
            notes.append(_("tỷ lệ chỉ gộp được khi đủ mọi nơi"))
        elif self.is_ratio and self.held:
            notes.append(_("gộp theo mẫu số"))
        elif self.unknown:
            sentence = ngettext("chưa kể %(n)s nơi thiếu mẫu số", "chưa kể %(n)s nơi thiếu mẫu số", self.unknown)
            notes.append(sentence % {"n": self.unknown})
        return ", ".join(notes)

    @property
    def state(self) -> str:
        """Of the difference: left, over or even."""
        return "even" if not self.rest else ("left" if self.rest > 0 else "over")

    @property
    def rest_text(self) -> str:
        """How the parts differ from the whole; "" when there is nothing to compare."""
        if self.rest is None:
            return ""
        if self.rest == 0:
            return _("Khớp")
        words = {"n": figure(abs(self.rest)) + (_(" điểm %") if self.is_ratio else "")}
        return (_("Còn %(n)s") if self.rest > 0 else _("Quá %(n)s")) % words


@dataclass
class Cell:
    """`text` as it is or was typed; `target` in force; `is_free` when the user may change it."""

    unit: Area
    column: Column
    target: Target | None = None
    is_free: bool = False
    text: str = ""
    error: str = ""
    amount: Decimal | None = None
    version: int = 0  # how many there were, this one included
    versions_url: str = ""
    former_note: str = ""  # what the units were given that it was made of

    @property
    def key(self) -> str:
        return f"c-{self.unit.pk}-{self.column.indicator.pk}"

    @property
    def amount_note(self) -> str:
        """What a percentage comes to."""
        if not self.target or self.column.is_ratio or self.target.basis != Target.Basis.PERCENT:
            return ""
        if self.amount is None:
            return _("chưa có mẫu số")
        return f"= {figure(round(self.amount, 2))} {self.column.indicator.unit}"

    @property
    def lacks_whole(self) -> bool:
        """A percentage of something that nobody published."""
        return bool(self.amount_note) and self.amount is None

    @property
    def office_note(self) -> str:
        """Who gave what the user may not change."""
        office = self.target and self.target.office
        return _("%(office)s giao") % {"office": office} if office and not self.is_free else ""

    @property
    def has_notes(self) -> bool:
        """Asked once for a cell: most cells of a large grid are empty."""
        return bool(self.target or self.error or self.version or self.former_note)

    @property
    def has_versions(self) -> bool:
        return self.version > 1 or (self.version == 1 and self.target is None)


@dataclass
class Line:
    unit: Area
    name: str
    households: int | None
    cells: list[Cell] = field(default_factory=list)
    url: str = ""

    @property
    def households_text(self) -> str:
        return figure(self.households)

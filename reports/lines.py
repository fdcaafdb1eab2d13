"""The lines of the table: one unit or one team each, and those that may not or cannot be named."""

from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.db.models import F, Value
from django.db.models.functions import Greatest, Least
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from areas.models import Ancestry, Area
from reports.activity import Reach
from reports.bar import bar
from reports.by_team import TeamRow
from reports.gauge import Gauge
from reports.kin import called
from reports.question import Question
from reports.rollup import Table, Values
from reports.sight import in_sight
from reports.targets.pace import Progress
from teams.models import Team
from visits.models import Indicator

UNALLOCATED = gettext_lazy(
    "số liệu ghi ở chính đơn vị cấp trên, ở nơi không có đơn vị cấp này, hoặc ở đơn vị cũ bị chia mà chưa rõ phần "
    "nào thuộc đơn vị nào. Vẫn có trong tổng."
)
ELSEWHERE = gettext_lazy(
    "thuộc kỳ và bản đồ này, nhưng nay do địa bàn khác quản lý nên không nêu tên. Vẫn có trong tổng."
)


@dataclass
class Cell:
    """A figure as it stands in the table, with a bar of `percent`, or one towards its goal and `words` below it."""

    label: str
    text: str
    url: str = ""
    percent: int | None = None
    gauge: Gauge | None = None
    words: str = ""

    @property
    def markup(self) -> str:
        """Written by hand, since a table has hundreds of them: a template takes five times as long."""
        text, below = escape(self.text), escape(self.words)
        if self.url:
            text = f'<a href="{escape(self.url)}">{text}</a>'
        if below:
            pace = f" pace-{self.gauge.state}" if self.gauge else ""
            below = f'<span class="cell-note cell-pace{pace}">{below}</span>'
        label = escape(self.label)
        return f'<td role="cell" class="num cell-bar" data-label="{label}">{text}{self._bar}{below}</td>'

    @property
    def _bar(self) -> str:
        if self.gauge:
            return bar(self.gauge.percent, self.gauge.mark, self.gauge.state)
        return "" if self.percent is None else bar(self.percent)


@dataclass
class Line:
    """`key` says in the address of a "vì sao" what the line is; without it the figures lead nowhere.

    `progress` towards its goals, by the code of the indicator; `reach`: how far its teams reach.

    From `url` on, what is written only into lines that are shown (reports.display).
    """

    name: str
    values: Values
    key: dict = field(default_factory=dict)
    area: Area | None = None
    team: Team | None = None
    explanation: str = ""
    day: date | None = None
    progress: dict[str, Progress] = field(default_factory=dict)
    reach: Reach | None = None
    url: str = ""
    notes: list[str] = field(default_factory=list)
    ago: str = ""
    is_late: bool = False
    cells: list[Cell] = field(default_factory=list)

    @property
    def figures(self) -> SafeString:
        """The markup of its cells."""
        return mark_safe("\n".join(cell.markup for cell in self.cells))

    @property
    def last(self) -> str:
        return f"{self.day:%d/%m/%Y}" if self.day else ""

    def has_no_figure(self, columns: list[Indicator]) -> bool:
        return all(self.values[indicator.code] is None for indicator in columns)

    def is_silent(self, columns: list[Indicator]) -> bool:
        """Nothing to show in the table: no figure, and no goal of which it falls short."""
        return self.has_no_figure(columns) and not any(i.code in self.progress for i in columns)

    def standing(self, columns: list[Indicator]) -> list[Progress]:
        return [self.progress[i.code] for i in columns if i.code in self.progress]


def of_units(read: Table, question: Question, way: str, user: User) -> tuple[list[Line], list[Line]]:
    """The units in sight; then what stands elsewhere today, summed without names, and what no unit holds."""
    area, units = question.area, [row.area for row in read.rows]
    seen = in_sight(units, question, user)
    kept = _kept_whole(units, question)
    shown = [
        Line(name_of(unit, question), row.values, _key(unit, area, kept), area=unit)
        for unit, row in zip(units, read.rows, strict=True)
        if unit.pk in seen
    ]
    hidden = [row.values for row in read.rows if row.area.pk not in seen]
    rest = Line(_("Chưa phân bổ"), read.unallocated, {"area": area.pk, "rest": way}, explanation=UNALLOCATED)
    return shown, [*_unnamed(_("Nay thuộc địa bàn khác"), hidden, question), rest]


def of_teams(rows: list[TeamRow], question: Question, user: User) -> tuple[list[Line], list[Line]]:
    """The teams in sight and what names no team; then other teams, summed without names."""
    keys = [row.team.pk for row in rows if row.team]
    seen = set(Team.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    shown = [
        Line(
            str(row.team or _("Không ghi tên tổ")),
            row.values,
            {"area": question.area.pk, "team": row.team.pk if row.team else "none"},
            team=row.team,
        )
        for row in rows
        if row.team is None or row.team.pk in seen
    ]
    hidden = [row.values for row in rows if row.team and row.team.pk not in seen]
    return shown, _unnamed(_("Tổ của địa bàn khác"), hidden, question)


def name_of(unit: Area, question: Question) -> str:
    """Marked when it ended; below an area that ended itself the mark would stand on every line."""
    return called(unit, question.today) if question.area.in_force(question.today) else str(unit)


def _key(unit: Area, area: Area, kept: set[int]) -> dict:
    return {"area": unit.pk} if unit.pk in kept else {"area": unit.pk, "in": area.pk}


def _kept_whole(units: list[Area], question: Question) -> set[int]:
    """The units whose figures in this table are all they have: they belonged to nobody else meanwhile."""
    area, period, lens = question.area, question.period, question.lens
    if lens.day:
        return {unit.pk for unit in units}
    held = Ancestry.objects.filter(ancestor=area, descendant__among=[unit.pk for unit in units])
    held = held.filter(
        valid_from__lte=Greatest(F("descendant__valid_from"), Value(period.start)),
        valid_until__gte=Least(F("descendant__valid_until"), Value(period.end)),
    )
    kept = set(held.values_list("descendant", flat=True))
    day = lens.map_day(area, period.end)
    return {unit.pk for unit in units if unit.pk in kept and lens.map_day(unit, period.end) == day}


def _unnamed(name: str, hidden: list[Values], question: Question) -> list[Line]:
    """One line with the sums of those that the user may not see one by one; ratios have none."""
    if not hidden:
        return []
    values = dict.fromkeys(hidden[0])
    for code in values.keys() & {i.code for i in question.catalogue if i.kind != Indicator.Kind.RATIO}:
        found = [line[code] for line in hidden if line[code] is not None]
        values[code] = sum(found) if found else None
    return [Line(name, values, explanation=ELSEWHERE)]

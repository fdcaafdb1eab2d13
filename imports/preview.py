"""What a file would do, for the page: tabs with counts, their lines, and what is to be decided."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imports.decisions import PREFIX, Common, choices_of, common_questions, is_common
from imports.display import MISSING, hide_numbers, in_words, label_of, reason_words, say
from imports.models import Import
from imports.rows import ACTION_LABELS, Action, Parsed, Row, Severity
from imports.whole import Problem, Whole

PAGE = 25
MOST_QUESTIONS = 50  # at once
MOST_COLUMNS = 6  # beside the line's number; further fields share the last one
PHONES = ("phone", "phone_alt", "zalo")
NOT_SHOWN = ("stt",)
IGNORED = "ignored"
TABS = (Action.WAITING, Action.NEW, Action.CHANGED, Action.UNCHANGED)


@dataclass
class Value:
    label: str
    text: str


@dataclass
class ShownRow:
    """One line of the list as the page shows it."""

    row: Row
    place: str  # short: all of them are teams
    cells: list[Value]  # those with a column of their own
    more: list[Value]
    problems: list[Problem]
    changes: list[tuple[str, str, str]]  # (label, kept, new)
    beside: list[str]  # what else the list must tell of a line, and did not change: which indicator, which year
    choices: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """Of the radio buttons that decide about this line."""
        return PREFIX + self.row.key

    @property
    def facts(self) -> list[Value]:
        return [value for value in [*self.cells[1:], *self.more] if value.text != MISSING]

    @property
    def waits_for_question(self) -> bool:
        return any(is_common(issue, self.row) for issue in self.row.reasons)

    @property
    def only_waits(self) -> bool:
        """Nothing about the line itself needs a look."""
        return self.waits_for_question and all(is_common(issue, self.row) for issue in self.row.reasons)


class Preview:
    """`masked`: the reader gets telephone numbers half hidden; `kept_masked`: at least those of the database."""

    def __init__(self, batch: Import, parsed: Parsed, *, masked: bool, kept_masked: bool = True):
        self.batch, self.parsed, self.masked, self.kind = batch, parsed, masked, batch.list_kind
        self.kept_masked = kept_masked
        self.labels = {one.name: label_of(one) for one in self.kind.fields}
        self.required = [one.name for one in self.kind.fields if one.required][1:]
        self.whole = Whole(batch, parsed, masked=masked)

    def tabs(self, chosen: str) -> list[tuple[str, str, int, bool]]:
        """(key, label, number of lines, whether it is the one shown)."""
        numbers = self.batch.counts
        tabs = [(str(action), str(ACTION_LABELS[action]), numbers.get(action, 0)) for action in TABS]
        left_out = numbers.get("ignored", 0) + numbers.get(Action.SKIPPED, 0)
        tabs.append((IGNORED, _("Bỏ qua"), left_out))
        return [(key, label, number, key == chosen) for key, label, number in tabs]

    def tab(self, asked: str) -> str:
        """The tab asked for; else what needs a person, else what is new or changed."""
        if asked in (*TABS, IGNORED):
            return asked
        return next((str(action) for action in TABS if self.batch.counts.get(action)), IGNORED)

    def page(self, tab: str, number: str, *, noted: bool = False):
        """A page of a tab's lines, each a ShownRow; of the ignored ones, (row or None, sheet, lines, reason)."""
        if tab == IGNORED:
            return Paginator(self.left_out, PAGE).get_page(number)
        rows = [row for row in self.parsed.rows if row.action == tab and (not noted or self.is_noted(row))]
        page = Paginator(rows, PAGE).get_page(number)
        page.object_list = list(page.object_list)
        return page

    @staticmethod
    def is_noted(row: Row) -> bool:
        return any(issue.severity != Severity.INFO for issue in row.issues)

    def columns_for(self, rows: list[Row]) -> tuple[list[str], list[str]]:
        """The fields that some of the rows fill: with a column of their own, a required one first, and others."""
        filled = {name for row in rows for name, value in row.values.items() if value not in (None, "")}
        hidden = (*NOT_SHOWN, *self.whole.not_saved)
        fields = [one for one in self.kind.fields if one.name in filled and one.name not in hidden]
        main = next((one for one in fields if one.required), None)
        names = [one.name for one in sorted(fields, key=lambda one: one is not main)]
        return names[:MOST_COLUMNS], names[MOST_COLUMNS:]

    def shown(self, rows: list[Row], columns: list[str], others: list[str]) -> list[ShownRow]:
        return [self._shown(row, columns, others) for row in rows]

    def _shown(self, row: Row, columns: list[str], others: list[str]) -> ShownRow:
        values = {name: Value(self.label(name), self.words(name, row.values.get(name))) for name in columns + others}
        return ShownRow(
            row,
            place=capfirst(row.place.removeprefix(getattr(self.kind, "place_prefix", "")).strip()),
            cells=[values[name] for name in columns],
            more=[values[name] for name in others if values[name].text != MISSING],
            problems=self.problems(row),
            changes=[self._change(name, *pair) for name, pair in row.changes.items()],
            beside=[values[name].text for name in self.required if name in values and name not in row.changes],
            choices=choices_of(row, self.kind) if row.action == Action.WAITING else [],
        )

    def words(self, name: str, value) -> str:
        return in_words(self.kind, name, value, masked=self.masked)

    def _change(self, name: str, kept, new) -> tuple[str, str, str]:
        before = in_words(self.kind, name, kept, masked=self.masked or self.kept_masked)
        return self.label(name), before, self.words(name, new)

    def label(self, name: str) -> str:
        return self.labels.get(name, name)

    def problems(self, row: Row) -> list[Problem]:
        """What to know about the line, why it waits first; what was only put right is not worth a look."""
        noted = [issue for issue in row.issues if issue.severity != Severity.INFO]
        reasons = [issue for issue in row.reasons if not is_common(issue, row)] if row.reasons else []
        told = [Problem.of(issue, masked=self.masked) for issue in [*reasons, *noted]]
        return list({(problem.cell, problem.text): problem for problem in told}.values())

    @cached_property
    def _common(self) -> list[Common]:
        return common_questions(self.parsed.rows)

    @cached_property
    def questions(self) -> list[tuple]:
        """(name of the choice, sentence, choices, number of lines) for what is decided once for many lines."""
        return [
            (PREFIX + common.key, say(common.issue, masked=self.masked), common.choices, len(common.rows))
            for common in self._common[:MOST_QUESTIONS]
        ]

    @property
    def more_questions(self) -> int:
        """Those that come once the others are answered: a form takes only so many fields, and a person, too."""
        return max(len(self._common) - MOST_QUESTIONS, 0)

    @cached_property
    def left_out(self) -> list[tuple]:
        """Lines that a person left out, then those that are no data, neighbours of one reason together."""
        skipped = [
            (row, row.sheet, row.address, self._name_of(row))
            for row in self.parsed.rows
            if row.action == Action.SKIPPED
        ]
        order = {sheet.name: place for place, sheet in enumerate(self.parsed.sheets)}
        ranges: list[list] = []
        for line in sorted(self.parsed.ignored, key=lambda line: (order.get(line.sheet, 0), line.number)):
            last = ranges[-1] if ranges else None
            if last and last[0] == line.sheet and last[2] == line.number - 1 and last[3] == line.reason:
                last[2] = line.number
            else:
                ranges.append([line.sheet, line.number, line.number, line.reason, reason_words(line)])
        told = [
            (None, sheet, f"{first}–{last}" if last > first else f"{first}", words)
            for sheet, first, last, _reason, words in ranges
        ]
        return skipped + told

    def _name_of(self, row: Row) -> str:
        first = next(
            (row.values[one.name] for one in self.kind.fields if row.values.get(one.name) and one.required), ""
        )
        return hide_numbers(str(first)) if self.masked else str(first)

    @property
    def place_heading(self) -> str:
        return capfirst(str(getattr(self.kind, "place_noun", "") or _("Nơi")))

    def has_places(self, rows: list[Row], columns: list[str]) -> bool:
        """Whether what the rows stand under needs a column, no field having told it."""
        return any(row.place for row in rows) and self.place_heading not in map(self.label, columns)

    @property
    def noted(self) -> Counter:
        """Lines with something to know, by what would happen to them."""
        return Counter(str(row.action) for row in self.parsed.rows if self.is_noted(row))

    def phones_on(self, rows: list[Row]) -> int:
        return sum(any(row.values.get(name) for name in PHONES) for row in rows)

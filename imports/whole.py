"""What was understood of a file on the whole: sentences and numbers beside the lines (imports.preview)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import localize
from django.utils.translation import gettext as _

from imports.display import raw_words, reason_words, say
from imports.models import Import
from imports.rows import Action, Issue, Parsed, Severity

MOST_NAMES = 8  # of new hamlets


@dataclass
class Problem:
    cell: str
    value: str
    text: str
    severity: Severity

    @classmethod
    def of(cls, issue: Issue, *, masked: bool) -> "Problem":
        return cls(issue.cell or "", raw_words(issue.raw, masked=masked), say(issue, masked=masked), issue.severity)


class Whole:
    """`masked`: the reader gets telephone numbers half hidden."""

    def __init__(self, batch: Import, parsed: Parsed, *, masked: bool):
        self.batch, self.parsed, self.masked, self.kind = batch, parsed, masked, batch.list_kind

    @cached_property
    def put_right(self) -> list[tuple[str, int]]:
        """What was put right without asking: (sentence, number of cells), the most frequent first."""
        codes: Counter = Counter()
        says: dict[str, str] = {}
        for row in self.parsed.rows:
            for issue in row.issues:
                if issue.severity == Severity.INFO:
                    codes[issue.code] += 1
                    says.setdefault(issue.code, say(issue, masked=self.masked))
        return [(says[code], number) for code, number in codes.most_common()]

    @cached_property
    def of_the_file(self) -> list[Problem]:
        """What concerns the file or a table as a whole."""
        guides = {sheet.name for sheet in self.parsed.sheets if sheet.role == "instructions"}
        told = [issue for issue in self.parsed.issues if issue.cell or issue.detail.get("sheet") not in guides]
        issues = [*told, *(issue for header in self.parsed.headers for issue in header.issues)]
        problems = [Problem.of(issue, masked=self.masked) for issue in issues]
        for issue, problem in zip(issues, problems, strict=True):
            if problem.cell and self.several_sheets and issue.detail.get("sheet"):
                words = {"cell": problem.cell, "sheet": issue.detail["sheet"]}
                problem.cell = _("%(cell)s, trang “%(sheet)s”") % words
        return problems

    @property
    def not_saved(self) -> tuple[str, ...]:
        return getattr(self.kind, "not_saved", ())

    @cached_property
    def columns_not_understood(self) -> str:
        """Headings that name no field: nothing of these columns is taken."""
        return _columns(header.unmapped for header in self.parsed.headers)

    @cached_property
    def columns_not_saved(self) -> str:
        """Those that name a field which has no place here."""
        return _columns(
            {at: header.headings[at] for at, name in header.columns.items() if name in self.not_saved}
            for header in self.parsed.headers
        )

    @property
    def decision(self) -> str:
        """ "125/QĐ-UBND ngày 12/11/2026", as far as the lines above the list tell it."""
        facts = self.parsed.facts
        day = facts.get("decision_date")
        parts = [facts.get("decision_number"), _("ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"} if day else ""]
        return " ".join(filter(None, parts))

    @property
    def since(self) -> str:
        """From which day the new ones serve, where it is another than the day that was asked for."""
        since = self.parsed.facts.get("since")
        return f"{since:%d/%m/%Y}" if since and since != self.batch.as_of else ""

    @property
    def new_hamlets(self) -> str:
        return _enumerated(self.parsed.facts.get("new_hamlets", []))

    @property
    def two_leaders(self) -> str:
        return _enumerated(self.parsed.facts.get("two_leaders", []))

    @property
    def new_teams(self) -> int:
        return len(self.parsed.facts.get("new_teams", []))

    @property
    def understood(self) -> str:
        """ "Đã hiểu: 2 trang tính, 4 tổ, 18 người"."""
        numbers, place = self.batch.counts, getattr(self.kind, "place_noun", "")
        parts = [(numbers.get("sheets", 0), _("trang tính"))]
        parts += [(numbers["places"], place)] if place and numbers.get("places") else []
        parts.append((len(self.parsed.rows), self.kind.noun))
        return _("Đã hiểu: %(what)s") % {"what": ", ".join(f"{localize(number)} {noun}" for number, noun in parts)}

    @property
    def to_save(self) -> int:
        return sum(self.batch.counts.get(action, 0) for action in (Action.NEW, Action.CHANGED))

    @property
    def absent(self) -> int:
        """Those of the places of the list whom it does not name."""
        return self.parsed.facts.get("absent", 0)

    @property
    def leaving(self) -> int:
        """Those among them who end because the list says it is whole."""
        return self.absent if self.batch.options.get("absent") == "end" else 0

    @property
    def cells_put_right(self) -> int:
        return sum(number for _sentence, number in self.put_right)

    @property
    def several_sheets(self) -> bool:
        return self.batch.counts.get("sheets", 0) > 1

    @property
    def reasons(self) -> str:
        """Why lines were ignored, in a few words: "tiêu đề, dòng trống, cộng"."""
        words = Counter(reason_words(line).partition(":")[0] for line in self.parsed.ignored)
        return ", ".join(word[:1].lower() + word[1:] for word, _number in words.most_common(5))

    @property
    def hidden_rows(self) -> int:
        return sum(line.reason == "hidden_row" for line in self.parsed.ignored)

    @property
    def hidden_sheets(self) -> list[str]:
        return [sheet.name for sheet in self.parsed.sheets if sheet.state != "visible" and not sheet.taken]


def _columns(tables: Iterable[dict[str, str]]) -> str:
    """ "G “SĐT (Zalo)”, I “Ghi chú”": a heading that several tables have is named once."""
    found: dict[str, str] = {}
    for headings in tables:
        for letter, heading in headings.items():
            found.setdefault(heading, f"{letter} “{heading}”")
    return ", ".join(found.values())


def _enumerated(names: list[str]) -> str:
    """The first ones by name, the rest by number."""
    words = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return words if more <= 0 else _("%(names)s và %(n)s nơi khác") % {"names": words, "n": localize(more)}

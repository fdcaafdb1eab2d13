"""Lists of the members of teams, as offices annex them to decisions since 2022."""

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.names import HAMLET_KINDS, fold
from imports import layout
from imports.kinds import Question, Write
from imports.models import Import
from imports.rows import Header, Ignored, Issue, Parsed, Row, Severity
from imports.verdicts import Addresses
from imports.wording import names_a_commune
from imports.workbook import Book
from teams.sheets import matching, staffing
from teams.sheets.columns import FIELDS
from teams.sheets.naming import ROLES, TEAM, split_place, team_name
from teams.sheets.options import MembersOptions
from teams.sheets.persons import read_row


class Members:
    """imports.kinds.ListKind for members of teams."""

    key = "members"
    title = _("Thành viên tổ")
    noun = _("người")
    each_row = _("Phụ lục của quyết định, danh sách các tổ: mỗi dòng là một người")
    place_noun = _("tổ")
    place_prefix = TEAM
    permission = Permission.EDIT_TEAMS
    fields = FIELDS
    words = {
        "team_role": {word: role.label for role, word in ROLES.items()},
        "gender": {"M": _("Nam"), "F": _("Nữ")},
        "zalo": {True: _("có")},
    }
    options_form = MembersOptions
    not_saved = ("phone_alt", "zalo", "email", "note")  # understood, so that nobody takes them for something else

    def next_step(self, batch: Import) -> tuple[str, str]:
        return _t("Xem các tổ"), reverse("teams:team_list")

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        kinds = {header.sheet: _hamlet_kind(header) for header in parsed.headers}
        as_of = parsed.facts.get("decision_date") or parsed.facts.get("as_of") or question.as_of
        since = matching.since_of(parsed, question)
        for line in lines:
            row = read_row(line, as_of, kinds.get(line.sheet, ""))
            if row.values["until"] and row.values["until"] < since:
                parsed.ignored.append(Ignored(row.sheet, row.number, "left"))
            else:
                parsed.rows.append(row)
        for ignored in parsed.ignored:
            section = ignored.reason.removeprefix("section:")
            if section != ignored.reason and not names_a_commune(section):
                ignored.reason = f"section:{team_name(*split_place(section))}"
        _mark_duplicates(parsed)
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        matching.match(parsed, self, question)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        question.plan.staffing = staffing.Staffing(question.plan, parsed, question)
        return question.plan.staffing.collect()

    def after(self, parsed: Parsed, question: Question) -> None:
        question.plan.staffing.after()


def _hamlet_kind(header: Header) -> str:
    """ "ấp" when the column of teams is headed by just that word."""
    letter = next((at for at, name in header.columns.items() if name == "team"), "")
    key = fold(header.headings.get(letter, ""))
    return next((kind for kind in HAMLET_KINDS if key in (fold(kind), f"ten {fold(kind)}")), "")


def _mark_duplicates(parsed: Parsed) -> None:
    """The same person = the same team, folded name, and year or phone, twice in one file."""
    seen: dict[tuple, Row] = {}
    owners: dict[str, Row] = {}
    addresses = Addresses(parsed)
    for row in parsed.rows:
        name, phone = row.values["full_name"], row.values["phone"]
        if not name:
            continue
        known = {what: row.values[what] for what in ("birth_year", "phone") if row.values[what] is not None}
        place = (row.values["former_commune"], row.values["commune"], row.values["list_commune"], row.place)
        keys = [(place, fold(name), what, value) for what, value in known.items()]
        first = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, row)
        if first is not None:
            _say(row, "duplicate_in_file", first, None)
        elif phone and fold(owners.setdefault(phone, row).values["full_name"]) != fold(name):
            _say(row, "phone_shared", owners[phone], addresses.of(row, "phone", "phone_alt"))


def _say(row: Row, code: str, other: Row, cell: str | None) -> None:
    detail = {"row": other.number, "sheet": other.sheet, "first": other.key}
    row.issues.append(Issue(code, Severity.WARNING, cell, None, detail))

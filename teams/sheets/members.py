"""Lists of the members of teams, as offices annex them to decisions since 2022."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.names import HAMLET_KINDS, fold
from imports import layout, values
from imports.kinds import Field, Question, Write
from imports.rows import Cell, Header, Issue, Line, Parsed, Row, Severity
from imports.verdicts import Addresses
from imports.wording import names_a_commune, with_hamlet_word
from imports.workbook import Book
from teams.sheets import matching, staffing
from teams.sheets.naming import ROLES, TEAM, role_of, split_place, team_name
from teams.sheets.options import MembersOptions

SEXES = (("nam", "M"), ("nu", "F"))
ROLE_MARKS = (
    *(("to truong", "to_truong"), ("truong", "to_truong"), ("to pho", "to_pho"), ("pho", "to_pho")),
    *(("thu ki", "thu_ky"), ("thanh vien", "thanh_vien"), ("to vien", "thanh_vien"), ("ui vien", "thanh_vien")),
)
FIELDS = (
    Field("stt", _("STT"), ("stt", "tt", "so tt", "so thu tu", "thu tu", "no"), example="1"),
    Field(
        "team",
        _("Tổ (ấp, khu vực)"),
        (
            "tên tổ",
            "tổ",
            "tổ cnscđ",
            "tổ công nghệ số cộng đồng",
            "thuộc tổ",
            "ấp",
            "thôn",
            "khóm",
            "bản",
            "khu vực",
            "khu phố",
            "tổ dân phố",
            "ấp khu vực",
            "thôn tổ dân phố",
            "thôn tdp",
            "tên ấp",
            "tên thôn",
            "địa bàn",
            "địa bàn phụ trách",
            "đơn vị ấp",
            "ấp khóm",
            "tổ ấp khu vực",
        ),
        words=frozenset(fold(" ".join(HAMLET_KINDS) + " tên tổ cnscđ cụm đơn vị kv tdp kp").split()),
        example="Ấp Trường Hưng",
        help=_("Ấp, khu vực của tổ, hoặc tên đoàn thể có tổ."),
    ),
    Field(
        "commune",
        _("Xã, phường"),
        (
            "xã",
            "phường",
            "xã phường",
            "xã phường thị trấn",
            "tên xã",
            "đơn vị xã",
            "cấp xã",
            "xã phường nay",
            "xã mới",
        ),
        words=frozenset("xa phuong thi tran dac khu ten tt p x".split()),
        example="Xã Trường Khánh",
    ),
    Field(
        "former_commune",
        _("Xã, phường trước sắp xếp"),
        (
            "xã cũ",
            "xã phường cũ",
            "xã phường thị trấn cũ",
            "xã thị trấn cũ",
            "đơn vị cũ",
            "xã trước sắp xếp",
            "xã phường trước sắp xếp",
            "trước sắp xếp",
            "trước sáp nhập",
        ),
        help=_("Khi hai ấp cùng tên ở một xã sau sắp xếp."),
    ),
    Field(
        "former_district",
        "",
        ("huyện", "huyện cũ", "quận huyện", "huyện trước sắp xếp", "huyện thị xã", "huyện tx tp", "tên huyện"),
        words=frozenset("huien quan thi xa thanh pho tx tp cu truoc sap xep nhap".split()),
    ),
    Field(
        "full_name",
        _("Họ và tên"),
        ("họ và tên", "họ tên", "họ tên thành viên", "họ và tên thành viên", "tên thành viên", "họ tên cán bộ"),
        required=True,
        example="Nguyễn Văn Mẫu",
    ),
    Field(
        "last_name", "", ("họ", "họ đệm", "họ và đệm", "họ và tên đệm", "họ chữ đệm", "họ và chữ đệm", "họ tên đệm")
    ),
    Field("given_name", "", ("tên",)),
    Field("birth_year", _("Năm sinh"), ("năm sinh", "ns", "năm", "n sinh"), marks=SEXES, example="1985"),
    Field(
        "birth_date",
        "",
        ("ngày sinh", "ngày tháng năm sinh", "ngày tháng năm", "sinh ngày", "ntns", "ngày tháng sinh"),
        marks=SEXES,
    ),
    Field(
        "gender",
        _("Giới tính"),
        ("giới tính", "phái", "giới", "nam nữ"),
        marks=SEXES,
        example="Nam",
        choices=(_("Nam"), _("Nữ")),
    ),
    Field(
        "position",
        _("Chức vụ, đơn vị công tác"),
        ("chức vụ", "chức vụ hiện nay", "chức danh", "nghề nghiệp", "chức vụ công tác", "chức vụ đang đảm nhận"),
        example="Trưởng ấp",
    ),
    Field(
        "position_or_organization",
        "",
        (
            *("chức vụ đơn vị công tác", "chức vụ đơn vị", "chức danh đơn vị công tác", "chức vụ nơi công tác"),
            *("đơn vị chức vụ", "đơn vị công tác chức vụ", "chức vụ cơ quan", "nghề nghiệp đơn vị công tác"),
        ),
    ),
    Field("organization", "", ("đơn vị công tác", "nơi công tác", "cơ quan", "cơ quan đơn vị", "đơn vị")),
    Field(
        "team_role",
        _("Nhiệm vụ trong tổ"),
        (
            "nhiệm vụ trong tổ",
            "chức danh trong tổ",
            "chức vụ trong tổ",
            "nhiệm vụ",
            "vai trò",
            "vai trò trong tổ",
            "phân công",
            "phân công nhiệm vụ",
            "nhiệm vụ được phân công",
            "chức danh tổ",
            "nhiệm vụ chức danh trong tổ",
            "nhiệm vụ trong ban",
        ),
        marks=ROLE_MARKS,
        example="Tổ trưởng",
        choices=(_("Tổ trưởng"), _("Tổ phó"), _("Thư ký"), _("Thành viên")),
    ),
    Field(
        "phone",
        _("Số điện thoại"),
        ("số điện thoại", "điện thoại", "sđt", "sdt", "đtdđ", "đt", "di động", "số đt", "số di động", "liên hệ"),
        example="0900000001",
    ),
    Field("phone_alt", "", ("số điện thoại 2", "sđt 2", "điện thoại 2", "số điện thoại khác", "điện thoại phụ")),
    Field("zalo", "", ("zalo", "có zalo", "tài khoản zalo", "dùng zalo", "sử dụng zalo")),
    Field("email", "", ("email", "e mail", "thư điện tử", "địa chỉ email", "mail", "hộp thư")),
    Field("note", "", ("ghi chú", "chú thích")),
)


class FullListForm(forms.Form):
    """What a list of members may be besides a list of those who serve."""

    absent = forms.ChoiceField(
        label=_("Người đang có trong tổ mà không có trong danh sách"),
        choices=[("keep", _("Giữ nguyên")), ("end", _("Thôi tham gia từ ngày của danh sách (kiện toàn)"))],
        widget=forms.RadioSelect,
        required=False,
        initial="keep",
    )


class Members:
    """imports.kinds.ListKind for members of teams."""

    key = "members"
    title = _("Thành viên tổ")
    noun = _("người")
    place_noun = _("tổ")
    place_prefix = TEAM
    words = {
        "team_role": {word: role.label for role, word in ROLES.items()},
        "gender": {"M": _("Nam"), "F": _("Nữ")},
        "zalo": {True: _("có")},
    }
    options_form = FullListForm
    place_noun = _("tổ")
    place_prefix = TEAM
    permission = Permission.EDIT_TEAMS
    words = {"team_role": {word: role.label for role, word in ROLES.items()}}
    options_form = MembersOptions
    fields = FIELDS

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        kinds = {header.sheet: _hamlet_kind(header) for header in parsed.headers}
        as_of = parsed.facts.get("decision_date") or parsed.facts.get("as_of") or question.as_of
        for line in lines:
            parsed.rows.append(read_row(line, as_of, kinds.get(line.sheet, "")))
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


def read_row(line: Line, as_of: date, hamlet_kind: str = "") -> Row:
    """The person that a line describes; what could not be read stands in the issues."""
    issues: list[Issue] = []
    cells = line.cells
    full_name = _name(cells, issues)
    kind, name = _place(line, hamlet_kind)
    birth_date, birth_year, sex = _birth(cells, issues, as_of)
    phone, phone_alt = _phones(cells, issues)
    told = {
        "stt": _number(cells.get("stt")),
        "full_name": full_name,
        "birth_year": birth_year,
        "birth_date": birth_date,
        "gender": sex or (values.sex(cells["gender"], issues) if "gender" in cells else None),
        "team_role": _role(cells, issues),
        "position": _text(cells, issues, "position") or _text(cells, issues, "position_or_organization"),
        "organization": _text(cells, issues, "organization"),
        "phone": phone,
        "phone_alt": phone_alt,
        "zalo": values.yes(cells["zalo"], issues) if "zalo" in cells else None,
        "email": values.email(cells["email"], issues) if "email" in cells else None,
        "note": _text(cells, issues, "note"),
        "hamlet": [kind, name],
        "commune": _text(cells, issues, "commune"),
        "list_commune": line.commune or None,
        "former_commune": _former_commune(cells, issues),
    }
    issues += _remarks(cells)
    return Row(line.sheet, line.number, told, issues, team_name(kind, name) if name else "")


def _place(line: Line, hamlet_kind: str) -> tuple[str, str]:
    cell = line.cells.get("team")
    if cell is not None and cell.value not in (None, ""):
        return split_place(with_hamlet_word(str(cell.value)), hamlet_kind)
    text = line.place or line.commune
    return split_place(text) if text else ("", "")


def _phones(cells: dict[str, Cell], issues: list[Issue]) -> tuple[str | None, str | None]:
    """(first, second): from one column or two; a number that stands in the second column alone is the first."""
    other = cells.get("phone_alt")
    alone = "phone" not in cells or (cells["phone"].value is None and other is not None and other.value is not None)
    if alone:
        return values.phone(other, issues) if other is not None else (None, None)
    first, second = values.phone(cells["phone"], issues)
    if second is None and other is not None and other.value is not None:
        second, _more = values.phone(other, issues)
    return first, second


def _former_commune(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    """With the district that tells homonyms apart: "Xã Long Phú, Huyện Long Phú"."""
    commune, district = (_text(cells, issues, name) for name in ("former_commune", "former_district"))
    return ", ".join(filter(None, (commune, district))) if commune else None


def _remarks(cells: dict[str, Cell]) -> list[Issue]:
    """What the layout did to the cells of this row."""
    found = []
    for name, cell in cells.items():
        if cell.ditto:
            severity = Severity.WARNING if name == "phone" else Severity.INFO
            found.append(Issue("ditto_expanded", severity, cell.address, cell.raw))
    if "hidden" in cells:
        found.append(Issue("hidden_row", Severity.WARNING, cells["hidden"].address))
    return found


def _name(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    """The whole name, from one column or two."""
    parts = [cells[name] for name in ("last_name", "full_name", "given_name") if name in cells]
    filled = [cell for cell in parts if cell.value not in (None, "")]
    if len(parts) > 1 and filled and "given_name" in cells and cells["given_name"] not in filled:
        issues.append(Issue("given_name_missing", Severity.WARNING, cells["given_name"].address))
    if len(filled) > 1 and all(isinstance(cell.value, str) for cell in filled):
        joined = replace(filled[0], value=" ".join(str(cell.value).strip() for cell in filled))
        joined.raw = " | ".join(str(cell.raw) for cell in filled)
        return values.person_name(joined, issues)
    if not filled:
        if parts:
            issues.append(Issue("name_missing", Severity.ERROR, parts[0].address))
        return None
    return values.person_name(filled[0], issues)


def _birth(cells: dict[str, Cell], issues: list[Issue], as_of: date) -> tuple[date | None, int | None, str | None]:
    """(date, year, sex): the year may stand under Nam or Nữ, and then it tells the sex too."""
    marked = _marked(cells, "gender")
    sex = marked[0][0] if len(marked) == 1 else None
    if len(marked) > 1:
        issues.append(Issue("gender_conflict", Severity.ERROR, marked[-1][1].address, marked[-1][1].raw))
    under = _marked(cells, "birth_year")
    if under:
        return (*values.birth(under[0][1], issues, as_of), sex or under[0][0])
    for name in ("birth_date", "birth_year"):
        if name in cells and cells[name].value not in (None, ""):
            return (*values.birth(cells[name], issues, as_of), sex)
    return None, None, sex


def _marked(cells: dict[str, Cell], field: str) -> list[tuple[str, Cell]]:
    """(mark, cell) of the filled columns that share a heading: Nam and Nữ, Tổ trưởng and Tổ phó."""
    filled = [(name, cell) for name, cell in cells.items() if cell.value not in (None, "")]
    return [(name.partition(":")[2], cell) for name, cell in filled if name.startswith(f"{field}:")]


def _role(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    if marked := _marked(cells, "team_role"):
        return marked[0][0]
    cell = cells.get("team_role")
    if cell is None or (text := values.text(cell, issues)) is None:
        return None
    role = role_of(text)
    if role is None:
        issues.append(Issue("role_unknown", Severity.WARNING, cell.address, cell.raw))
    return role


def _text(cells: dict[str, Cell], issues: list[Issue], name: str) -> str | None:
    return values.text(cells[name], issues) if name in cells else None


def _number(cell: Cell | None) -> Any:
    if cell is None or cell.value is None:
        return None
    text = str(cell.value).strip().rstrip(".")
    return int(text) if text.isascii() and text.isdigit() else cell.value if isinstance(cell.value, int) else None


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

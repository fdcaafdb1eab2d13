"""Lists of households: hamlet, head, address, phone, size and kind."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.names import fold
from imports import layout, values
from imports.kinds import Field, Question, Write
from imports.rows import Action, Issue, Line, Parsed, Row, Severity
from imports.workbook import Book
from visits import ledger
from visits.models import Household
from visits.sheets import matching

HEADINGS_OF_HAMLETS = (
    "ấp, khu vực",
    "ấp",
    "tên ấp",
    "thôn",
    "tên thôn",
    "khóm",
    "khu vực",
    "khu phố",
    "tổ dân phố",
    "thôn, tổ dân phố",
    "thôn tdp",
    "ấp khóm",
    "bản",
    "địa bàn",
)
FIELDS = (
    Field("stt", "", ("stt", "tt", "so tt", "so thu tu", "so ho")),
    Field(
        "head_name",
        _("Chủ hộ"),
        (
            "chủ hộ",
            "họ tên chủ hộ",
            "họ và tên chủ hộ",
            "tên chủ hộ",
            "tên hộ",
            "họ và tên",
            "họ tên",
            "đại diện hộ",
            "người đại diện",
            "tên cơ sở",
            "chủ cơ sở",
        ),
        required=True,
        example="Nguyễn Văn Mẫu",
    ),
    Field(
        "hamlet",
        _("Ấp, khu vực"),
        HEADINGS_OF_HAMLETS,
        example="Ấp 1",
        help=_("Có thể bỏ trống nếu cả trang tính là của một ấp: ghi tên ấp ở tiêu đề, dòng nhóm hoặc tên trang."),
    ),
    Field(
        "commune",
        _("Xã, phường"),
        ("xã, phường", "xã", "phường", "tên xã", "xã phường nay", "cấp xã", "xã phường thị trấn", "đơn vị"),
        example="Xã Tân Hòa",
    ),
    Field(
        "former_commune",
        _("Xã, phường trước sắp xếp"),
        ("xã, phường trước sắp xếp", "xã cũ", "xã phường cũ", "trước sắp xếp", "trước sáp nhập", "thuộc xã cũ"),
        help=_("Khi hai ấp cùng tên ở một xã sau sắp xếp."),
    ),
    Field(
        "address",
        _("Địa chỉ"),
        ("địa chỉ", "số nhà", "số nhà đường", "nơi ở", "địa chỉ thường trú", "nơi cư trú", "chỗ ở", "tổ"),
        example="Số 12, đường Trần Hưng Đạo",
    ),
    Field(
        "phone",
        _("Số điện thoại"),
        ("số điện thoại", "điện thoại", "sđt", "đt", "đtdđ", "di động", "số đt", "liên hệ", "điện thoại liên hệ"),
        example="0900000001",
    ),
    Field(
        "size",
        _("Số nhân khẩu"),
        ("số nhân khẩu", "nhân khẩu", "số khẩu", "khẩu", "số người", "số người trong hộ", "nk", "số nk"),
        example="4",
    ),
    Field(
        "kind",
        _("Loại hộ"),
        ("loại hộ", "loại", "phân loại", "loại hình"),
        example="Hộ gia đình",
        help=_("Hộ gia đình hoặc Hộ kinh doanh. Để trống là hộ gia đình."),
        choices=tuple(Household.Kind.labels),
    ),
)
BUSINESS = ("kinh doanh", "co so", "cua hang", "doanh nghiep", "hkd", "tieu thuong", "tap hoa")
FAMILY = ("gia dinh", "ho dan", "thuong tru", "nhan dan", "hgd")
KIND_WORDS = ((Household.Kind.BUSINESS, BUSINESS), (Household.Kind.FAMILY, FAMILY))
TEXTS = ("hamlet", "commune", "former_commune", "address")
COLUMNS = (*matching.TOLD, "search_key", "sort_key")
SMALLEST, LARGEST = 1, 50
LONGEST = {name: Household._meta.get_field(name).max_length for name in ("head_name", "address")}


class Households:
    """imports.kinds.ListKind for households."""

    key = "households"
    title = _("Hộ")
    noun = _("hộ")
    place_noun = _("ấp, khu vực")
    permission = Permission.LOG_VISITS
    fields = FIELDS
    words = {"kind": dict(Household.Kind.choices)}

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        parsed.rows = [read_row(line) for line in lines]
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        matching.match(self, parsed, question)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        new = [_new(row, question) for row in parsed.rows if row.action == Action.NEW]
        rows = [row for row in parsed.rows if row.action == Action.CHANGED]
        kept = {str(household.pk): household for household in matching.households_of(row.target for row in rows)}
        for row in rows:
            household = kept[row.target]
            for name, (_before, value) in row.changes.items():
                setattr(household, name, value)
            household.derive_keys()
        return [
            Write(Household, new=new, changed=list(kept.values()), columns=(*matching.TOLD, "search_key", "sort_key"))
        ]

    def after(self, parsed: Parsed, question: Question) -> None:
        """Persons never count above the number of residents, so those whose number changed are counted anew."""
        ledger.recount(
            households=[row.target for row in parsed.rows if row.action == Action.CHANGED and "size" in row.changes]
        )

    def undone(self, changed: dict) -> None:
        ledger.recount(households=changed.get(Household, ()))


def read_row(line: Line) -> Row:
    """The household that a line describes; what could not be read stands in the issues."""
    issues: list[Issue] = []
    cells = line.cells
    read = {name: values.text(cells[name], issues) for name in TEXTS if name in cells}
    told = {
        "head_name": values.person_name(cells["head_name"], issues) if "head_name" in cells else None,
        "hamlet": read.get("hamlet") or line.place or None,
        "commune": read.get("commune") or line.commune or None,
        "former_commune": read.get("former_commune"),
        "address": read.get("address"),
        "phone": values.phone(cells["phone"], issues)[0] if "phone" in cells else None,
        "size": values.whole(cells["size"], issues, SMALLEST, LARGEST) if "size" in cells else None,
        "kind": _kind(line, issues),
    }
    for name, longest in LONGEST.items():
        if told[name] and len(told[name]) > longest:
            issues.append(Issue("text_too_long", Severity.ERROR, cells[name].address, detail={"most": longest}))
            told[name] = None
    if "hidden" in cells:
        issues.append(Issue("hidden_row", Severity.WARNING, cells["hidden"].address))
    return Row(line.sheet, line.number, told, issues, told["hamlet"] or "")


def _kind(line: Line, issues: list[Issue]) -> str | None:
    """A kind of household; other words are told and taken as nothing."""
    text = values.text(line.cells["kind"], issues) if "kind" in line.cells else None
    if not text:
        return None
    key = fold(text)
    for kind, words in KIND_WORDS:
        if any(word in key for word in words):
            return kind.value
    cell = line.cells["kind"]
    issues.append(Issue("household_kind_unknown", Severity.WARNING, cell.address, cell.raw))
    return None


def _new(row: Row, question: Question) -> Household:
    told = {name: row.values[name] for name in matching.TOLD if row.values[name]}
    household = Household(area_id=question.plan.hamlets[row.key].pk, **told)
    household.derive_keys()
    return household

"""Columns that several lists have: where something stands, and the figures of a unit."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from areas.forms import StatisticForm
from imports import values
from imports.kinds import Field, Question
from imports.rows import Issue, Line, Severity

STT = Field("stt", "", ("stt", "tt", "so tt", "so thu tu"))
COMMUNE = Field(
    "commune",
    _("Xã, phường"),
    (
        "xã, phường",
        "xã",
        "phường",
        "tên xã",
        "xã phường thị trấn",
        "đơn vị cấp xã",
        "cấp xã",
        "xã phường nay",
        "xã phường hiện nay",
        "xã phường mới",
        "xã mới",
        "xã sau sắp xếp",
        "xã phường sau sắp xếp",
        "thuộc",
        "thuộc xã",
        "thuộc xã phường",
    ),
    example="Xã Tân Hòa",
    help=_("Để trống nếu tệp chỉ của một xã."),
)
FORMER = Field(
    "former_commune",
    _("Xã, phường trước sắp xếp"),
    (
        "xã, phường trước sắp xếp",
        "xã cũ",
        "xã phường cũ",
        "xã phường thị trấn cũ",
        "đơn vị cũ",
        "xã trước đây",
        "trước đây",
        "trước sắp xếp",
        "xã trước sắp xếp",
        "trước sáp nhập",
        "xã trước sáp nhập",
        "thuộc xã cũ",
    ),
    example="Thị trấn Một Ngàn",
    help=_("Phân biệt được hai ấp cùng tên ở một xã sau sắp xếp."),
)
HOUSEHOLDS = Field(
    "households", _("Số hộ"), ("số hộ", "tổng số hộ", "hộ", "số hộ dân", "số hộ gia đình", "tổng hộ"), example="320"
)
RESIDENTS = Field(
    "residents",
    _("Số nhân khẩu"),
    (
        "số nhân khẩu",
        "nhân khẩu",
        "số khẩu",
        "khẩu",
        "dân số",
        "số dân",
        "tổng nhân khẩu",
        "tổng số nhân khẩu",
        "số người",
        "quy mô dân số",
    ),
    example="1250",
)
ADULTS = Field(
    "adults",
    _("Số người trưởng thành"),
    ("số người trưởng thành", "người trưởng thành", "từ 18 tuổi", "18 tuổi trở lên", "người từ 18 tuổi"),
    example="900",
)
BUSINESSES = Field(
    "businesses",
    _("Số cơ sở kinh doanh"),
    ("số cơ sở kinh doanh", "cơ sở kinh doanh", "số cơ sở", "hộ kinh doanh", "số hộ kinh doanh", "số doanh nghiệp"),
    example="25",
)
FIGURES = ("households", "residents", "adults", "businesses")
MOST = StatisticForm.MOST


def figures(line: Line, issues: list[Issue]) -> dict[str, int | None]:
    """The figures that the line has columns for; one that exceeds the number of residents is to be looked at."""
    told = {name: values.whole(line.cells[name], issues, 0, MOST) for name in FIGURES if name in line.cells}
    for name in ("households", "adults"):
        if told.get(name) and told.get("residents") is not None and told[name] > told["residents"]:
            cell = line.cells[name]
            issues.append(Issue("more_than_residents", Severity.WARNING, cell.address, cell.raw))
    return told


def texts(line: Line, issues: list[Issue], *names: str) -> dict[str, str | None]:
    return {name: values.text(line.cells[name], issues) if name in line.cells else None for name in names}


def source(question: Question) -> str:
    """Where figures come from when the list does not say it."""
    return _t("Danh sách nhập từ Excel, tính đến %(day)s") % {"day": f"{question.as_of:%d/%m/%Y}"}

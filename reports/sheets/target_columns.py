"""The columns of a list of targets, by the headings that offices give them."""

from django.utils.translation import gettext_lazy as _

from imports.kinds import Field
from imports.sheets.columns import COMMUNE, FORMER, STT
from imports.sheets.units import CODE, UNIT
from reports.models import Target
from reports.sheets import wide
from reports.targets.measures import AMOUNT, MEASURES

FIELDS = (
    STT,
    UNIT,
    CODE,
    COMMUNE,
    FORMER,
    Field(
        "indicator",
        _("Chỉ tiêu"),
        ("chỉ tiêu", "tên chỉ tiêu", "chỉ tiêu giao", "mã chỉ tiêu", "nội dung chỉ tiêu"),
        required=True,
        example="Người có ví điện tử",
        help=_("Tên, tên ngắn hoặc mã trong danh mục chỉ tiêu."),
    ),
    Field("term", "", ("kỳ", "kỳ giao", "kỳ báo cáo", "thời gian", "kỳ kế hoạch")),
    Field("start", _("Từ ngày"), ("từ ngày", "ngày bắt đầu", "bắt đầu"), required=True, example="01/10/2026"),
    Field("end", _("Đến hết ngày"), ("đến hết ngày", "đến ngày", "kết thúc"), required=True, example="31/12/2026"),
    Field(
        "value",
        _("Mức phải đạt"),
        ("mức phải đạt", "mức giao", "mức", "số giao", "kế hoạch", "kế hoạch giao", "phải đạt", "giá trị", "mục tiêu"),
        required=True,
        example="400",
    ),
    Field(
        "measure",
        _("Tính theo"),
        ("tính theo", "cách đặt", "đơn vị tính", "tính trên"),
        example=str(MEASURES[AMOUNT]),
        choices=tuple(str(words) for words in MEASURES.values()),
    ),
    Field(
        "counting",
        _("Cách tính"),
        ("cách tính", "tính lũy kế", "lũy kế"),
        example=str(Target.Counting.PERIOD.label),
        choices=tuple(str(label) for label in Target.Counting.labels),
    ),
    Field("source", _("Văn bản giao"), ("văn bản giao", "văn bản", "căn cứ", "quyết định", "số văn bản")),
    wide.FIGURE,
)

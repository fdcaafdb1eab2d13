"""What an address asks for. A part that cannot be read is answered with a sentence, and its default is taken."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Level
from reports.activity import SILENT_AFTER
from reports.activity_rows import Rows
from reports.lens import RECORDED, TODAY, Lens, last_map
from reports.periods import EARLIEST, LATEST, Usual, within
from reports.rollup import Period
from visits.models import Contribution, Indicator

BY_TEAM = "team"
BY = [level.name.lower() for level in Level if level > Level.COUNTRY] + [BY_TEAM]
SILENCES = (7, SILENT_AFTER.days, 30)  # days; of which teams can be asked for
LONGEST_TEXT = 80  # characters of a name to look for


class State(models.TextChoices):
    """How the units stand that the table is narrowed to."""

    BEHIND = "behind", gettext_lazy("Chậm hoặc rất chậm")
    LATE = "late", gettext_lazy("Rất chậm")
    GOOD = "good", gettext_lazy("Đạt hoặc đúng tiến độ")
    SILENT = "silent", gettext_lazy("Chưa có số liệu trong kỳ")
    QUIET = "quiet", gettext_lazy("Không ghi nhận gì hơn 14 ngày")
    NEVER = "never", gettext_lazy("Chưa ghi nhận lần nào")


OF_GOALS = (State.BEHIND, State.LATE, State.GOOD)


class Show(models.TextChoices):
    """What the columns of the table are; "" stands for the indicators."""

    TEAMS = "teams", gettext_lazy("Hoạt động của tổ")


NAMES = {"start": "from", "end": "to", "within": "in"}
"""Fields whose name in the address is a word of Python."""


def day_field(label, unreadable) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "min": EARLIEST, "max": LATEST}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": unreadable})


def _require_map_of(day) -> None:
    today = timezone.localdate()
    if EARLIEST <= day <= today:
        return
    last = last_map(today)
    if not EARLIEST <= day <= last:
        message = _("Không có bản đồ ngày %(day)s; chọn ngày từ %(first)s đến %(last)s. Đang xem như đã ghi nhận.")
        days = {"day": day, "first": EARLIEST, "last": last}
        raise ValidationError(message % {name: f"{one:%d/%m/%Y}" for name, one in days.items()})


class QuestionForm(forms.Form):
    """Where, when, on which map, which indicators, by which units."""

    area = forms.IntegerField(
        required=False,
        error_messages={"invalid": gettext_lazy("Không rõ địa bàn nào; đang xem địa bàn của tài khoản này.")},
    )
    period = forms.ChoiceField(
        choices=Usual,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có kỳ “%(value)s”; đang xem tháng này.")},
    )
    start = day_field(
        gettext_lazy("Từ ngày"),
        gettext_lazy("Ngày bắt đầu không đọc được; viết như 01/08/2022. Đang xem tháng này."),
    )
    end = day_field(
        gettext_lazy("Đến hết ngày"),
        gettext_lazy("Ngày kết thúc không đọc được; viết như 31/12/2022. Đang xem tháng này."),
    )
    map = forms.CharField(required=False)
    by = forms.ChoiceField(
        choices=[(name, name) for name in BY],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có cấp “%(value)s”; đang xem cấp ngay bên dưới.")},
    )
    i = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Không có chỉ tiêu “%(value)s”; đang xem các chỉ tiêu chính."),
            "invalid_list": gettext_lazy("Không rõ chỉ tiêu nào; đang xem các chỉ tiêu chính."),
        },
    )
    sort = forms.CharField(required=False)
    q = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": gettext_lazy("Tên cần tìm dài quá 80 ký tự; đang xem mọi đơn vị.")},
    )
    state = forms.ChoiceField(
        choices=State,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có tình trạng “%(value)s”; đang xem mọi đơn vị.")},
    )
    show = forms.ChoiceField(
        choices=Show,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có bảng “%(value)s”; đang xem các chỉ tiêu.")},
    )

    def __init__(self, data, *, indicators: list[Indicator]):
        super().__init__(data)
        self.fields["i"].choices = [(indicator.code, indicator.short_name) for indicator in indicators]

    def add_prefix(self, field_name):
        return NAMES.get(field_name, field_name)

    @property
    def sentences(self) -> list[str]:
        """What could not be read, in words."""
        return [sentence for found in self.errors.values() for sentence in found]

    def clean_map(self) -> Lens:
        text = self.cleaned_data["map"].strip() or RECORDED
        if text in (RECORDED, TODAY):
            return Lens.parse(text)
        try:
            day = forms.DateField().clean(text)
        except ValidationError:
            message = _("Không rõ bản đồ “%(text)s”; chọn lại bên dưới. Đang xem như đã ghi nhận.")
            raise ValidationError(message % {"text": text[:20]}) from None
        _require_map_of(day)
        return Lens.parse(day.isoformat())

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if {"start", "end"} & set(self.errors):
            return
        if bool(start) != bool(end):
            raise ValidationError(_("Cần cả ngày bắt đầu và ngày kết thúc. Đang xem tháng này."))
        if start and start > end:
            message = _("Ngày bắt đầu %(start)s sau ngày kết thúc %(end)s; hãy đổi lại. Đang xem tháng này.")
            raise ValidationError(message % {"start": f"{start:%d/%m/%Y}", "end": f"{end:%d/%m/%Y}"})
        if start and not within(Period(start, end)):
            raise ValidationError(_("Chọn ngày trong khoảng 01/01/2000 – 31/12/2100. Đang xem tháng này."))
        self.cleaned_data["days"] = Period(start, end) if start else None


class ActivityForm(QuestionForm):
    """Which rows of the teams, hamlets or members of an area."""

    rows = forms.ChoiceField(
        choices=Rows,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có danh sách “%(value)s”; đang xem tổ có hoạt động.")},
    )
    silent = forms.TypedChoiceField(
        required=False,
        choices=[(days, days) for days in SILENCES],
        coerce=int,
        empty_value=SILENT_AFTER.days,
        error_messages={"invalid_choice": gettext_lazy("Chỉ chọn được 7, 14 hoặc 30 ngày; đang xem 14 ngày.")},
    )


class WhyForm(QuestionForm):
    """Which one figure is asked about; `team`, `rest` and `within` narrow it to one line of the table."""

    indicator = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có chỉ tiêu “%(value)s”; đang xem chỉ tiêu đầu tiên.")},
    )
    team = forms.CharField(required=False)
    rest = forms.ChoiceField(
        choices=[(name, name) for name in BY if name != BY_TEAM],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có cấp “%(value)s”; đang xem cả địa bàn.")},
    )
    within = forms.IntegerField(
        required=False,
        error_messages={"invalid": gettext_lazy("Không rõ đơn vị cấp trên nào; đang xem cả địa bàn.")},
    )
    reason = forms.ChoiceField(
        choices=Contribution.Reason,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có lý do “%(value)s”; đang xem phần được tính.")},
    )

    def __init__(self, data, *, indicators: list[Indicator]):
        super().__init__(data, indicators=indicators)
        self.fields["indicator"].choices = self.fields["i"].choices

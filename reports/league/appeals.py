"""Appeals (kiến nghị): their forms, their list, and the answer."""

import django_filters as filters
from django import forms
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table
from import_export.fields import Field

from areas.exports import ExportResource
from areas.forms import search_box
from areas.names import fold, search_words
from imports.identity import without_identity_number
from reports.league.contest import Contest, League
from reports.league.line import Cell, Line
from reports.league.sight import in_sight
from reports.league.tables import read
from reports.models import Appeal, Campaign
from visits.models import Indicator


class Answered(Exception):
    """Somebody answered in the meantime."""


class Gone(Exception):
    """Somebody deleted the campaign in the meantime."""


def contested_line(campaign: Campaign, league: str, key: str, user) -> Line | None:
    """The line of a league that the user contests; None for one that is not there or out of sight."""
    contest = Contest.of(campaign)
    if league not in contest.leagues:
        return None
    lines = [line for line in read(contest, League(league)).lines if line.key == key]
    return next(iter(in_sight(lines, user)), None)


def cell_of(campaign: Campaign, line: Line, indicator: Indicator) -> Cell | None:
    """What the line shows of the indicator; None for one that is no rule of the campaign."""
    cells = zip(Contest.of(campaign).rules, line.cells, strict=False)
    return next((cell for rule, cell in cells if rule.indicator == indicator), None)


@transaction.atomic
def send(appeal: Appeal) -> Appeal:
    """Save a new appeal; the campaign cannot be deleted beside it. Raises Gone."""
    if appeal.campaign_id and not Campaign.objects.select_for_update(no_key=True).filter(pk=appeal.campaign_id):
        raise Gone
    appeal.save()
    return appeal


class AppealForm(forms.ModelForm):
    class Meta:
        model = Appeal
        fields = ["text"]
        labels = {"text": _("Số này sai ở đâu")}
        help_texts = {"text": _("Nêu số đúng và căn cứ, ví dụ: biên bản, danh sách, ngày làm. Không ghi số giấy tờ.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def clean_text(self) -> str:
        return without_identity_number(self.cleaned_data["text"])


class AnswerForm(forms.ModelForm):
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Trả lời"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nói rõ đã kiểm tra gì. Sửa số liệu thì sửa ở lượt thăm, hoạt động; trang này không sửa số."),
    )

    class Meta:
        model = Appeal
        fields = ["outcome", "answer"]

    def clean_answer(self) -> str:
        return without_identity_number(self.cleaned_data["answer"])


@transaction.atomic
def answer(appeal: Appeal, *, outcome: str, text: str, by) -> Appeal:
    """Answer once; raises Answered when somebody else did."""
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if appeal.answered_at:
        raise Answered
    appeal.outcome, appeal.answer = outcome, text
    appeal.answered_by, appeal.answered_at = by, timezone.now()
    appeal.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    return appeal


class State(models.TextChoices):
    OPEN = "open", _("Chờ trả lời")
    KEPT = Appeal.Outcome.KEPT.value, Appeal.Outcome.KEPT.label
    CORRECTED = Appeal.Outcome.CORRECTED.value, Appeal.Outcome.CORRECTED.label


def campaigns_in_sight(request):
    return Campaign.objects.visible_to(request.user)


class AppealFilter(filters.FilterSet):
    q = filters.CharFilter(method="with_words", label=_("Tìm"), widget=search_box(_("Đơn vị, nội dung")))
    state = filters.ChoiceFilter(
        method="in_state", label=_("Tình trạng"), choices=State.choices, empty_label=_("Tất cả")
    )
    campaign = filters.ModelChoiceFilter(
        queryset=campaigns_in_sight, label=_("Đợt thi đua"), empty_label=_("Mọi số liệu")
    )

    class Meta:
        model = Appeal
        fields = ["q", "state", "campaign"]

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()

    def with_words(self, appeals, name, text):
        """Folded in Python, since databases fold Vietnamese each in its own way."""
        words = search_words(text)
        rows = appeals.values_list("pk", "area__kind", "area__name", "member__full_name", "text")
        found = [pk for pk, *told in rows if words and all(w in fold(" ".join(filter(None, told))) for w in words)]
        return appeals.filter(pk__in=found)

    def in_state(self, appeals, name, state):
        return appeals.open() if state == State.OPEN else appeals.filter(outcome=state)


PILLS = {"": "behind", Appeal.Outcome.KEPT: "neutral", Appeal.Outcome.CORRECTED: "reached"}


def state_of(appeal: Appeal) -> str:
    return str(appeal.get_outcome_display() or State.OPEN.label)


class AppealTable(Table):
    made_at = Column(linkify=True, order_by=("made_at", "pk"), attrs={"td": {"class": "cell-main"}})
    area = Column(order_by=("area__sort_key", "-made_at", "pk"))
    indicator = Column(order_by=("indicator__position", "-made_at", "pk"))
    text = Column(orderable=False)
    state = Column(_("Tình trạng"), order_by=("answered_at", "-made_at", "pk"), empty_values=())
    caption, count_label = None, _("kiến nghị")

    class Meta:
        model = Appeal
        fields = ["made_at", "area", "indicator", "text", "state"]
        order_by = "-made_at"

    def render_made_at(self, value):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")

    def render_area(self, record):
        about = " · ".join(str(told) for told in (record.member, record.campaign) if told)
        return format_html('{} <span class="muted small">{}</span>', record.area, about)

    def render_indicator(self, record):
        shown = f"{record.shown} {record.indicator.unit}"
        return format_html('{} <span class="muted small">{}</span>', record.indicator.short_name, shown)

    def render_text(self, value):
        return value if len(value) < 140 else f"{value[:139]}…"

    def render_state(self, record):
        return format_html('<span class="pill pill-{}">{}</span>', PILLS[record.outcome], state_of(record))


class AppealResource(ExportResource):
    made_at = Field("made_at", _("Lúc gửi"))
    area = Field("area", _("Địa bàn"))
    member = Field("member", _("Thành viên"))
    indicator = Field("indicator__short_name", _("Chỉ tiêu"))
    campaign = Field("campaign", _("Đợt thi đua"))
    shown = Field("shown", _("Số liệu khi kiến nghị"))
    text = Field("text", _("Nội dung kiến nghị"))
    made_by = Field("made_by", _("Người gửi"))
    state = Field(column_name=_("Tình trạng"))
    answer = Field("answer", _("Trả lời"))
    answered_by = Field("answered_by", _("Người trả lời"))
    answered_at = Field("answered_at", _("Lúc trả lời"))

    def dehydrate_state(self, appeal):
        return state_of(appeal)

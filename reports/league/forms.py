"""The rules of a campaign, and what a league table is narrowed to."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from areas.forms import DayField, SomeOf, search_box
from areas.models import Ancestry, Area, Level
from areas.names import fold, search_words
from imports.identity import without_identity_number
from reports.league.contest import Contest
from reports.league.line import Line
from reports.models import Campaign, CampaignIndicator, Target
from reports.periods import EARLIEST, LATEST, within
from reports.rollup import Period
from reports.sense import Senseless, require_rankable
from visits.models import Indicator

MOST_INDICATORS = 6
LONGEST = 366  # days
FIRST_PLACES = 10
Kind = Indicator.Kind


class Show(models.TextChoices):
    FIRST = "first", _("10 hạng đầu")
    UP = "up", _("Lên hạng")
    DOWN = "down", _("Xuống hạng")


class CampaignForm(forms.ModelForm):
    """When, which units of the area, and the rules in words. The indicators have a form each (RuleForm)."""

    start = DayField(label=_("Từ ngày"))
    end = DayField(label=_("Đến hết ngày"))

    class Meta:
        model = Campaign
        fields = ["name", "start", "end", "units", "note"]
        field_classes = {"units": SomeOf}
        widgets = {"note": forms.Textarea(attrs={"rows": 4}), "units": forms.CheckboxSelectMultiple}
        help_texts = {
            "name": _("Ví dụ: 60 ngày đêm chuyển đổi số."),
            "note": _(
                "Mục đích, khen thưởng, văn bản phát động. Cách tính điểm đã có sẵn trên trang. Không ghi số giấy tờ."
            ),
        }

    def __init__(self, *args, area: Area, **kwargs):
        super().__init__(*args, **kwargs)
        day = max(area.valid_from, min(self.instance.start or timezone.localdate(), area.valid_until))
        self.fields["units"].queryset = units_of(area, day)
        self.fields["units"].help_text = format_html(_t("Không chọn nghĩa là tất cả đơn vị của {area}."), area=area)

    def clean_note(self) -> str:
        return without_identity_number(self.cleaned_data["note"])

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", _("Ngày kết thúc không được sớm hơn ngày bắt đầu."))
        elif start and end and not within(Period(start, end)):
            days = {"first": f"{EARLIEST:%d/%m/%Y}", "last": f"{LATEST:%d/%m/%Y}"}
            self.add_error("start", _t("Chọn ngày từ %(first)s đến %(last)s. Kiểm tra lại năm.") % days)
        elif start and end and (end - start).days >= LONGEST:
            self.add_error("end", _("Một đợt thi đua dài nhất một năm."))
        return cleaned


def units_of(area: Area, day):
    """The units that may take part one by one: provinces, the communes of a province, the hamlets of a commune."""
    level = {Level.COUNTRY: Level.PROVINCE, Level.COMMUNE: Level.HAMLET}.get(area.level, Level.COMMUNE)
    return Area.objects.filter(level=level).on(day).under(area, day).order_by("sort_key", "pk")


class RuleForm(forms.Form):
    """One indicator; left empty, none."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Chỉ tiêu"), required=False, empty_label=_("Không chọn")
    )
    per = forms.ChoiceField(
        label=_("Chia cho"), required=False, choices=[("", _("Không chia")), *Target.Statistic.choices]
    )
    weight = forms.IntegerField(label=_("Trọng số"), required=False, min_value=1, max_value=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = rankable()
        self.fields["indicator"].label_from_instance = lambda indicator: f"{indicator.short_name} ({indicator.unit})"

    def clean(self):
        cleaned = super().clean()
        if indicator := cleaned.get("indicator"):
            try:
                require_rankable(indicator, cleaned.get("per", ""))
            except Senseless as error:
                self.add_error("per", str(error))
        return cleaned


def rankable():
    """What the teams themselves bring in during the campaign; a stock is no work of these days."""
    return Indicator.objects.filter(source=Indicator.Source.TEAMS).exclude(kind=Kind.STOCK)


class RuleSet(forms.BaseFormSet):
    """The indicators of a campaign, each once, one at least."""

    def clean(self):
        chosen = [form.cleaned_data["indicator"] for form in self.forms if form.cleaned_data.get("indicator")]
        if any(self.errors):
            return
        if not chosen:
            raise forms.ValidationError(_("Chọn ít nhất một chỉ tiêu để xếp hạng."))
        twice = next((indicator for indicator in chosen if chosen.count(indicator) > 1), None)
        if twice:
            message = _t("Chỉ tiêu “%(name)s” được chọn hai lần. Tăng trọng số thay vì chọn lại.")
            raise forms.ValidationError(message % {"name": twice.short_name})

    def rules(self) -> list[CampaignIndicator]:
        """The rows to save, without their campaign."""
        return [
            CampaignIndicator(
                indicator=data["indicator"],
                per=data["per"] or Target.Statistic.HOUSEHOLDS,
                weight=data["weight"] or 1,
            )
            for data in (form.cleaned_data for form in self.forms)
            if data.get("indicator")
        ]


def rule_set(data, rules: list[CampaignIndicator]) -> RuleSet:
    """The form of all rules, with those there are and room for as many as may be."""
    initial = [{"indicator": rule.indicator_id, "per": rule.per, "weight": rule.weight} for rule in rules]
    empty = {"per": Target.Statistic.HOUSEHOLDS, "weight": 1}
    initial += [empty] * (MOST_INDICATORS - len(initial))
    made = forms.formset_factory(RuleForm, formset=RuleSet, extra=0, max_num=MOST_INDICATORS, validate_max=True)
    return made(data, initial=initial, prefix="rules")


class LeagueForm(forms.Form):
    """What a league table is narrowed to; a choice that does not exist leaves nothing."""

    q = forms.CharField(required=False, label=_("Tìm"), max_length=100, widget=search_box(_("Tên, có dấu hoặc không")))
    area = forms.ModelChoiceField(Area.objects.none(), required=False, label=_("Xã, phường"), empty_label=_("Tất cả"))
    show = forms.ChoiceField(required=False, label=_("Chỉ xem"), choices=[("", _("Tất cả")), *Show.choices])

    def __init__(self, data, *, contest: Contest, user, by_commune: bool):
        super().__init__(data)
        self.day = contest.day
        if by_commune:
            held = Ancestry.objects.on(self.day).filter(descendant__in=Area.objects.visible_to(user).values("pk"))
            communes = contest.inside().on(self.day).filter(level=Level.COMMUNE, pk__in=held.values("ancestor"))
            self.fields["area"].queryset = communes.order_by("sort_key", "pk")
        if len(self.fields["area"].queryset[:2]) < 2:
            del self.fields["area"]
        self.is_valid()

    def narrow(self, lines: list[Line]) -> list[Line]:
        asked = self.cleaned_data
        if self.errors or (asked["q"] and not search_words(asked["q"])):
            return []
        words = search_words(asked["q"])
        inside = self._inside(asked.get("area"))
        return [
            line
            for line in lines
            if all(word in fold(line.name) for word in words)
            and (inside is None or line.area.pk in inside)
            and _is_shown(line, asked["show"])
        ]

    def _inside(self, commune: Area | None) -> set[int] | None:
        if commune is None:
            return None
        return set(Ancestry.objects.on(self.day).filter(ancestor=commune).values_list("descendant", flat=True))


def _is_shown(line: Line, show: str) -> bool:
    if show == Show.FIRST:
        return line.place is not None and line.place <= FIRST_PLACES
    if not show:
        return True
    return (line.climbed or 0) * (1 if show == Show.UP else -1) > 0

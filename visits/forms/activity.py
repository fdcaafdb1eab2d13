import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from imports.identity import without_identity_number
from teams.models import Team
from visits import activities
from visits.filing import FIRST_DAY
from visits.models import Activity, Indicator
from visits.months import month_of, next_month
from visits.sent import LARGEST, LONGEST_NOTE
from visits.texts import day_text

Kind = Activity.Kind


class TeamField(forms.ModelChoiceField):
    def label_from_instance(self, team):
        return f"{team.area} · {team}"


class ActivityForm(forms.Form):
    """What a session or a month of a team has brought, by indicator. The two kinds differ in the day alone."""

    activity_id = forms.UUIDField(widget=forms.HiddenInput)
    team = TeamField(queryset=None, label=gettext_lazy("Tổ"), empty_label=gettext_lazy("Chọn tổ"))
    people = forms.IntegerField(label=gettext_lazy("Số người dự"), required=False, min_value=0, max_value=LARGEST)
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Không ghi số căn cước, mật khẩu, tài khoản ngân hàng."),
    )

    def __init__(self, *args, user, activity=None, results=None, **kwargs):
        self.activity, self.results_before = activity, results or {}
        super().__init__(*args, initial=self._initial(), **kwargs)
        self.indicators = self._asked()
        for indicator in self.indicators:
            self.fields[self._name(indicator)] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=LARGEST,
                label=indicator.short_name,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": 0}),
                initial=self.results_before.get(indicator),
            )
        if activity:
            del self.fields["team"], self.fields["activity_id"]
            self.fields["reason"] = forms.CharField(label=_("Lý do sửa"), max_length=200)
            return
        teams = Team.objects.without_committees().filter(area__in=user.areas_where(Permission.LOG_VISITS).values("pk"))
        self.fields["team"].queryset = teams.select_related("area").order_by("area__sort_key", "sort_key", "pk")
        own = teams.of_member(user, timezone.localdate()).first() or (teams.first() if teams.count() == 1 else None)
        self.initial["team"] = own and own.pk

    def _initial(self):
        if not self.activity:
            return {"activity_id": uuid.uuid4(), "day": timezone.localdate()}
        return {name: getattr(self.activity, name) for name in ("day", "title", "people", "note")}

    def _asked(self) -> list[Indicator]:
        """What the kind may tell; in the order of the catalogue, what was told before always."""
        asked = Indicator.objects.told_by_teams().on(timezone.localdate())
        if self.kind == Kind.SESSION:  # who came to a market belongs to no household that could be counted once
            asked = asked.exclude(kind=Indicator.Kind.HOUSEHOLD)
        return sorted({*asked, *self.results_before}, key=lambda one: (one.position, one.code))

    @staticmethod
    def _name(indicator):
        return f"r_{indicator.code}"

    @property
    def rows(self) -> list:
        """Each field with its unit."""
        return [(self[self._name(indicator)], indicator.unit) for indicator in self.indicators]

    @property
    def results(self) -> dict[Indicator, int]:
        """What was told. A 0 says "nothing", except of a stock, where it is a value."""
        told = {indicator: self.cleaned_data.get(self._name(indicator)) for indicator in self.indicators}
        stock = Indicator.Kind.STOCK
        return {one: number for one, number in told.items() if number or (number == 0 and one.kind == stock)}

    def clean_note(self):
        return without_identity_number(self.cleaned_data["note"])

    def clean(self):
        cleaned = super().clean()
        day, team = cleaned.get("day"), self.activity.team if self.activity else cleaned.get("team")
        if day:
            for indicator in self.results:
                if not indicator.in_force(day):
                    self.add_error(self._name(indicator), _("Chỉ tiêu này không dùng vào ngày đã chọn."))
        if day and team:
            self._check_team(team, day)
        if not self.errors and not self.results and not cleaned.get("people"):
            raise ValidationError(_("Chưa có số nào. Ghi số người dự, hoặc ít nhất một chỉ tiêu."))
        return cleaned

    def _check_team(self, team, day):
        if not team.in_force(day):
            field = "team" if "team" in self.fields else self.day_field
            self.add_error(field, _("Tổ này không hoạt động vào ngày %(day)s.") % {"day": day_text(day)})

    @property
    def facts(self) -> dict:
        """The arguments of visits.activities.amend_activity that the form answers."""
        cleaned = self.cleaned_data
        title, note = cleaned["title"], cleaned["note"]
        return {
            "day": cleaned["day"],
            "title": title,
            "people": cleaned["people"] or 0,
            "note": note,
            "results": self.results,
        }

    @property
    def new_facts(self) -> dict:
        """Those of log_activity."""
        cleaned = self.cleaned_data
        return self.facts | {"activity_id": cleaned["activity_id"], "team": cleaned["team"], "kind": self.kind}


class SessionForm(ActivityForm):
    kind, day_field = Kind.SESSION, "day"

    title = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=200,
        help_text=gettext_lazy("Làm gì, ở đâu: hướng dẫn ví điện tử tại chợ Rạch Gòi."),
    )
    day = forms.DateField(
        label=gettext_lazy("Ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["activity_id", "team", "title", "day", "people"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not FIRST_DAY <= day <= timezone.localdate():
            raise ValidationError(_("Chọn ngày từ %(first)s đến hôm nay.") % {"first": day_text(FIRST_DAY)})
        return day


def months_until(today: date) -> list[tuple[str, str]]:
    """Every reporting month since the first teams, the latest first, as choices."""
    month, found = FIRST_DAY, []
    while month <= month_of(today):
        found.append((month.isoformat(), _("tháng %(month)s") % {"month": date_format(month, "m/Y")}))
        month = next_month(month)
    return found[::-1]


class TallyForm(ActivityForm):
    kind, day_field = Kind.TALLY, "month"

    month = forms.TypedChoiceField(label=gettext_lazy("Tháng"), coerce=date.fromisoformat)
    confirmed = forms.BooleanField(
        required=False, label=gettext_lazy("Các số này chưa có trong nhật ký thăm hộ, vẫn lưu")
    )
    field_order = ["activity_id", "team", "month", "people"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months_until(timezone.localdate())
        self.asks = False
        if self.activity:
            self.initial["month"] = month_of(self.activity.day).isoformat()
            del self.fields["confirmed"]

    def clean_month(self):
        month = self.cleaned_data["month"]
        self.cleaned_data["day"] = activities.tally_day(month, timezone.localdate())
        self.cleaned_data["title"] = _("Số liệu tháng %(month)s") % {"month": date_format(month, "m/Y")}
        return month

    def _check_team(self, team, day):
        super()._check_team(team, day)
        known = activities.tally_of(team, day)
        if known and known != self.activity and known.pk != self.cleaned_data.get("activity_id"):
            self.refuse_month()
        elif not self.activity and not self.cleaned_data.get("confirmed") and activities.has_visits(team, day):
            self.asks = True
            sentence = _("Tổ đã ghi lượt thăm trong tháng này. Chỉ nhập những gì chưa có trong nhật ký thăm hộ.")
            self.add_error("confirmed", sentence)

    def refuse_month(self):
        """Also called when somebody told the month while this form was read."""
        self.add_error("month", _("Tổ đã có số liệu của tháng này. Mở số liệu đó để sửa."))


FORMS = {Kind.SESSION: SessionForm, Kind.TALLY: TallyForm}

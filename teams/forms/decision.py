from django import forms
from django.utils.translation import gettext_lazy as _

from areas.dates import FOREVER, ONE_DAY
from areas.forms import SomeOf
from teams.forms.day import day_input
from teams.forms.team import TeamForm
from teams.models import Membership, Team, TeamDecision

NUMBER = forms.TextInput(attrs={"placeholder": "12/QĐ-UBND"})
LEAVES = "leaves"


class RestaffForm(forms.ModelForm):
    """A decision that re-staffs a team: for each person the role from that day on, or that the person leaves."""

    effective_on = forms.DateField(
        required=False,
        label=_("Có hiệu lực từ ngày"),
        widget=day_input(),
        help_text=_("Để trống nếu có hiệu lực từ ngày quyết định. Ai thôi tham gia thì thôi từ ngày này."),
    )
    another = forms.BooleanField(required=False, initial=True, label=_("Lưu xong, thêm người mới theo quyết định này"))

    class Meta:
        model = TeamDecision
        fields = ["number", "signed_on", "effective_on", "note"]
        widgets = {"number": NUMBER, "signed_on": day_input()}

    def __init__(self, *args, services: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.services = services
        self.fields["number"].required = self.fields["signed_on"].required = True
        choices = [*self.instance.team.roles.items(), (LEAVES, _("Thôi tham gia"))]
        for service in services:
            label = _("Nhiệm vụ của %(name)s") % {"name": service.member}
            field = forms.ChoiceField(choices=choices, initial=service.role, required=False, label=label)
            self.fields[f"role_{service.pk}"] = field

    @property
    def rows(self):
        """Each service with the field that says what becomes of it."""
        return [(service, self[f"role_{service.pk}"]) for service in self.services]

    @property
    def plain_fields(self):
        return [self[name] for name in ("number", "signed_on", "effective_on", "note")]

    @property
    def roles(self) -> dict[Membership, str]:
        """The role of each service from the day on, "" for who leaves; a service not sent stays as it is."""
        sent = {service: self.cleaned_data.get(f"role_{service.pk}") or service.role for service in self.services}
        return {service: "" if role == LEAVES else role for service, role in sent.items()}

    def clean(self):
        cleaned = super().clean()
        team = self.instance.team
        day = cleaned["effective_on"] = cleaned.get("effective_on") or cleaned.get("signed_on")
        if day and not team.valid_from < day <= team.valid_until:
            text = _("Tổ hoạt động từ %(start)s; kiện toàn phải sau ngày đó và trước khi tổ giải thể.")
            self.add_error("effective_on", text % {"start": f"{team.valid_from:%d/%m/%Y}"})
        elif day:
            self._check_services(day)
        return cleaned

    def _check_services(self, day):
        if self.instance.team.decisions.filter(kind=self.instance.kind, effective_on=day).exists():
            self.add_error("effective_on", _("Tổ đã có một quyết định kiện toàn có hiệu lực ngày này."))
        for service, role in self.roles.items():
            begins_too_late = service.valid_from >= day if not role else service.valid_from > day
            if role != service.role and begins_too_late:
                text = _("%(name)s tham gia từ %(start)s, sau khi quyết định có hiệu lực. Sửa người này riêng.")
                words = {"name": service.member, "start": f"{service.valid_from:%d/%m/%Y}"}
                self.add_error(f"role_{service.pk}", text % words)


class DecisionForm(forms.ModelForm):
    """Correcting how a decision is cited; its day stays, because services hang on it."""

    class Meta:
        model = TeamDecision
        fields = ["number", "signed_on", "note"]
        widgets = {"number": NUMBER, "signed_on": day_input()}


class RefoundForm(TeamForm):
    """The team that carries on another one, a new one or one that works already, and who goes along."""

    into = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        label=_("Tổ kế tục"),
        empty_label=_("Lập tổ mới, điền bên dưới"),
        help_text=_("Khi hai ấp nhập làm một: chọn tổ đang hoạt động mà tổ này nhập vào, rồi chỉ cần ghi ngày."),
    )
    valid_from = forms.DateField(
        label=_("Kế tục từ ngày"), widget=day_input(), help_text=_("Tổ cũ hoạt động đến hết ngày hôm trước.")
    )
    carried = SomeOf(
        queryset=Membership.objects.none(),
        required=False,
        label=_("Người tiếp tục ở tổ mới, giữ nguyên nhiệm vụ"),
    )

    class Meta(TeamForm.Meta):
        fields = ["kind", "area", "name", "decision_number", "decision_date", "valid_from"]

    def __init__(self, *args, old: Team, **kwargs):
        super().__init__(*args, place=old.area, **kwargs)
        self.old = old
        self._offer_successors()
        last = Membership.objects.filter(team=old, valid_until=old.valid_until).select_related("member", "team")
        self.fields["carried"].queryset = last
        self.fields["carried"].initial = [service.pk for service in last]
        self.fields["carried"].label_from_instance = label_of
        if not last:
            del self.fields["carried"]

    def _offer_successors(self):
        working = Team.objects.filter(area__in=self.fields["area"].queryset.values("pk"), valid_until=FOREVER)
        alike = working.filter(kind=self.old.kind) if self.old.is_committee else working.without_committees()
        self.fields["into"].queryset = alike.exclude(pk=self.old.pk)
        self.order_fields(["into"])
        if self.data.get("into"):
            for name in ("kind", "area", "name"):
                self.fields[name].required = False

    def clean(self):
        into, day = self.cleaned_data.get("into"), self.cleaned_data.get("valid_from")
        if not into:
            return super().clean()
        if day and day < into.valid_from:
            text = _("%(team)s hoạt động từ %(day)s. Chọn từ ngày đó trở đi.")
            self.add_error("valid_from", text % {"team": into, "day": f"{into.valid_from:%d/%m/%Y}"})
        return self.cleaned_data

    def clean_valid_from(self):
        day, old = self.cleaned_data["valid_from"], self.old
        if day <= old.valid_from or (old.ends and day <= old.ends):
            first = (old.ends or old.valid_from) + ONE_DAY
            raise forms.ValidationError(_("Chọn ngày từ %(day)s trở đi.") % {"day": f"{first:%d/%m/%Y}"})
        if later := Membership.objects.filter(team=old, valid_from__gte=day).count():
            text = _("Có %(n)s người tham gia tổ cũ từ ngày đó trở đi. Sửa ngày trước.")
            raise forms.ValidationError(text % {"n": later})
        return day


def label_of(service: Membership) -> str:
    return " · ".join(filter(None, [str(service.member), service.get_role_display(), service.member.position]))

import re

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.phones import plain_phone
from areas.dates import FOREVER
from areas.names import fold
from teams.forms.service import ServiceForm
from teams.models import Member, Membership


class JoinForm(ServiceForm):
    """Adding someone. A person the user can already see is offered instead of being written down twice."""

    another = forms.BooleanField(required=False, label=_("Lưu xong, thêm người nữa"))
    existing = forms.ChoiceField(
        label=_("Người này đã có trong danh sách?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Đã có người cùng tên. Chọn người đó, hoặc cho biết đây là người khác.")},
    )

    NEW = "new"

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["role"].initial = Membership.Role.MEMBER
        self.fields["valid_from"].initial = timezone.localdate()
        self.alike = self._alike() if self.is_bound else []
        if self.alike:
            self.fields["existing"].choices = [*map(self._offer, self.alike), (self.NEW, _("Người khác, cùng tên"))]
            self.order_fields(["existing"])
        else:
            del self.fields["existing"]

    def _alike(self) -> list[Member]:
        """Persons of the user's area with this name and this year or phone; only this name if neither is typed."""
        year, phone = self.data.get("birth_year", ""), plain_phone(self.data.get("phone", ""))
        same = Q(birth_year=year) if re.fullmatch("[0-9]{4}", year) else Q(pk=None)
        same |= Q(phone=phone) if re.fullmatch("0[0-9]{9}", phone) else Q(pk=None)
        seen = Member.objects.visible_to(self.user).filter(search_key=fold(self.data.get("full_name", "")))
        return list((seen.filter(same) if year or phone else seen)[:5])

    def _offer(self, member):
        services = Membership.objects.visible_to(self.user).filter(member=member).select_related("team")
        teams = "; ".join(dict.fromkeys(service.team.name for service in services))
        facts = [member.full_name, str(member.birth_year or ""), member.masked_phone, teams]
        return str(member.pk), " · ".join(fact for fact in facts if fact)

    def clean(self):
        cleaned = super().clean()
        if self.team.ends:
            self.add_error(None, _("Tổ đã giải thể, không thêm người được."))
        serving = Membership.objects.filter(team=self.team, valid_until=FOREVER, member__in=self.alike)
        if here := serving.select_related("member").first():
            text = _(
                "%(name)s đang là thành viên của tổ. Nếu là người khác cùng tên, ghi năm sinh và số điện thoại khác."
            )
            self.add_error("full_name", text % {"name": here.member})
        if (member := self.chosen) and "valid_from" in cleaned:
            self.check_days(member, cleaned["valid_from"], FOREVER)
        return cleaned

    @property
    def chosen(self) -> Member | None:
        """The person already known whom the user picked."""
        picked = self.cleaned_data.get("existing")
        return next((member for member in self.alike if str(member.pk) == picked), None)

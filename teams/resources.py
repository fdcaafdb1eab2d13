"""The lists of teams and of members as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from accounts.phones import masked_phone
from areas.dates import BEGINNING
from areas.exports import ExportResource
from teams.composition import Rules
from teams.decisions import first_days


class TeamResource(ExportResource):
    """Rows come from Team.objects.with_members(), with_places() and Rules.join(), with phone_open annotated."""

    name = Field("name", _("Tên tổ"))
    kind = Field("get_kind_display", _("Loại tổ"))
    area = Field("area", _("Địa bàn"))
    commune = Field("commune_label", _("Xã, phường"))
    former = Field("former_label", _("Xã, phường trước sắp xếp"))
    leader = Field("leader_name", _("Tổ trưởng"))
    leader_phone = Field(column_name=_("Điện thoại tổ trưởng"))
    members = Field("member_count", _("Số thành viên"))
    gaps = Field(column_name=_("Cần bổ sung"))
    decision_number = Field("decision_number", _("Số quyết định"))
    decision_date = Field("decision_date", _("Ngày quyết định"))
    starts = Field("starts", _("Hoạt động từ ngày"))
    ends = Field("ends", _("Đến hết ngày"))

    def __init__(self, rules: Rules, **kwargs):
        super().__init__(**kwargs)
        self.rules = rules

    def dehydrate_gaps(self, team):
        return " ".join(self.rules.gaps(team))

    def dehydrate_leader_phone(self, team):
        phone = team.leader_phone or ""
        return phone if team.phone_open else masked_phone(phone)


class MemberResource(ExportResource):
    """One row a person, also of one who serves in two teams; rows carry services, served (all ever) and phone_open."""

    full_name = Field("full_name", _("Họ và tên"))
    gender = Field("get_gender_display", _("Giới tính"))
    birth_year = Field("birth_year", _("Năm sinh"))
    phone = Field(column_name=_("Số điện thoại"))
    position = Field("position", _("Chức vụ, đơn vị công tác"))
    teams = Field(column_name=_("Tổ"))
    roles = Field(column_name=_("Nhiệm vụ trong tổ"))
    communes = Field(column_name=_("Xã, phường"))
    since = Field(column_name=_("Tham gia từ ngày"))

    def dehydrate_phone(self, member):
        return member.phone if member.phone_open else member.masked_phone

    def dehydrate_teams(self, member):
        return "; ".join(service.team.name for service in member.services)

    def dehydrate_roles(self, member):
        return "; ".join(service.get_role_display() for service in member.services)

    def dehydrate_communes(self, member):
        return "; ".join(dict.fromkeys(service.commune_label for service in member.services))

    def dehydrate_since(self, member):
        """The first day without a break in a team, not the day of the present role."""
        since = first_days(member.served)
        days = (since[service.pk] for service in member.services)
        return min((day for day in days if day != BEGINNING), default=None)

"""The lists of teams and of members, and the coverage, as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from accounts.phones import masked_phone
from areas.dates import BEGINNING
from areas.exports import ExportResource
from teams.composition import Rules
from teams.decisions import first_days
from teams.models import Team


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
    """One row a service, headed as an import of members reads it; a person of two teams stands in two rows.

    Rows carry commune_label, former_label and the member with phone_open and served (all services ever).
    """

    full_name = Field("member__full_name", _("Họ và tên"))
    gender = Field("member__get_gender_display", _("Giới tính"))
    birth_year = Field("member__birth_year", _("Năm sinh"))
    phone = Field(column_name=_("Số điện thoại"))
    position = Field("member__position", _("Chức vụ, đơn vị công tác"))
    team = Field("team__name", _("Tổ (ấp, khu vực)"))
    role = Field("get_role_display", _("Nhiệm vụ trong tổ"))
    commune = Field("commune_label", _("Xã, phường"))
    former = Field("former_label", _("Xã, phường trước sắp xếp"))
    since = Field(column_name=_("Tham gia từ ngày"))
    ends = Field("ends", _("Tham gia đến hết ngày"))

    def dehydrate_phone(self, service):
        return service.member.phone if service.member.phone_open else service.member.masked_phone

    def dehydrate_since(self, service):
        """The first day without a break in the team, not the day of the present role."""
        day = first_days(service.member.served)[service.pk]
        return None if day == BEGINNING else day


class CoverageResource(ExportResource):
    """Rows of teams.coverage.read(), the total at the end."""

    unit = Field("label", _("Đơn vị"))
    note = Field("note", _("Thuộc, trước đây"))
    hamlets = Field("hamlets", _("Số ấp, khu vực"))
    covered = Field("covered", _("Ấp, khu vực có tổ"))
    bare = Field("bare", _("Ấp, khu vực chưa có tổ"))
    teams = Field("teams", _("Số tổ"))
    hamlet = Field(column_name=_("Tổ ở ấp, khu vực"))
    commune = Field(column_name=_("Tổ cấp xã"))
    organisation = Field(column_name=_("Tổ của đoàn thể"))
    members = Field("members", _("Số thành viên (mỗi người một lần)"))
    residents = Field("residents", _("Nhân khẩu"))
    per_hundred = Field(column_name=_("Thành viên trên 100 dân"))
    few = Field("few", _("Tổ ít người hơn quy định"))
    leaderless = Field("leaderless", _("Tổ chưa có tổ trưởng"))
    deputyless = Field("deputyless", _("Tổ thiếu tổ phó"))

    def dehydrate_hamlet(self, row):
        return row.kinds.get(Team.Kind.HAMLET, 0)

    def dehydrate_commune(self, row):
        return row.kinds.get(Team.Kind.COMMUNE, 0)

    def dehydrate_organisation(self, row):
        return row.kinds.get(Team.Kind.ORGANISATION, 0)

    def dehydrate_per_hundred(self, row):
        return None if row.per_hundred is None else round(row.per_hundred, 4)

"""Who may do what: the one table of roles, meant to be read by people who do not program.

A role counts inside the area of the post that gives it, and below. Visits that one logged oneself may
always be corrected by their author, whatever stands under EDIT_VISITS.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TEAM_MEMBER = "team_member", _("Thành viên tổ")
    TEAM_LEADER = "team_leader", _("Tổ trưởng")
    COMMUNE_OFFICER = "commune_officer", _("Cán bộ xã")
    COMMUNE_LEADER = "commune_leader", _("Lãnh đạo xã")
    PROVINCE_OFFICER = "province_officer", _("Cán bộ tỉnh")
    PROVINCE_LEADER = "province_leader", _("Lãnh đạo tỉnh")
    ADMINISTRATOR = "administrator", _("Quản trị")


class Permission(models.TextChoices):
    SEE_PHONES = "see_phones", _("Xem đủ số điện thoại")
    LOG_VISITS = "log_visits", _("Ghi lượt thăm, thêm hộ")
    EDIT_VISITS = "edit_visits", _("Sửa, xóa lượt thăm của người khác")
    EDIT_TEAMS = "edit_teams", _("Lập và sửa tổ, thành viên")
    EDIT_AREAS = "edit_areas", _("Lập và sửa ấp, số liệu địa bàn")
    EDIT_INDICATORS = "edit_indicators", _("Sửa danh mục chỉ tiêu")
    EXPORT = "export", _("Xuất danh sách")
    MANAGE_ACCOUNTS = "manage_accounts", _("Lập tài khoản từ danh sách, phát mật khẩu")
    SET_TARGETS = "set_targets", _("Giao chỉ tiêu, mở đợt thi đua, trả lời kiến nghị về số liệu")
    SHARE_FIGURES = "share_figures", _("Lập liên kết xem số liệu, không cần tài khoản")


P = Permission
REFUSALS = {
    P.EXPORT: _("Tài khoản này được xem trên trang, không được tải tệp về máy."),
    P.SEE_PHONES: _("Tài khoản này không được xem số điện thoại ở địa bàn này."),
}
"""What is said to whoever may not read more; who may not change anything is told so in the same words everywhere."""
ROLE_TABLE = {
    Role.TEAM_MEMBER: {P.SEE_PHONES, P.LOG_VISITS},
    Role.TEAM_LEADER: {P.SEE_PHONES, P.LOG_VISITS, P.EDIT_VISITS, P.EXPORT},
    Role.COMMUNE_OFFICER: {
        P.SEE_PHONES,
        P.LOG_VISITS,
        P.EDIT_VISITS,
        P.EDIT_TEAMS,
        P.EDIT_AREAS,
        P.EXPORT,
        P.SET_TARGETS,
        P.SHARE_FIGURES,
    },
    Role.COMMUNE_LEADER: {P.EXPORT},
    Role.PROVINCE_OFFICER: {
        P.EDIT_TEAMS,
        P.EDIT_AREAS,
        P.EDIT_INDICATORS,
        P.EXPORT,
        P.SET_TARGETS,
        P.SHARE_FIGURES,
    },
    Role.PROVINCE_LEADER: {P.EXPORT},
    Role.ADMINISTRATOR: {
        P.SEE_PHONES,
        P.EDIT_VISITS,
        P.EDIT_TEAMS,
        P.EDIT_AREAS,
        P.EDIT_INDICATORS,
        P.EXPORT,
        P.MANAGE_ACCOUNTS,
        P.SET_TARGETS,
        P.SHARE_FIGURES,
    },
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles to which the table grants `permission`."""
    return [role for role, granted in ROLE_TABLE.items() if permission in granted]

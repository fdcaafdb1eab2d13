"""May this user do that here? Built on Area.objects.visible_to and the role table."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Permission, roles_with
from areas.models import Area


def areas_where(user, permission: Permission):
    """The units in which the user's posts grant `permission`."""
    return Area.objects.visible_to(user, roles=roles_with(permission))


def may(user, permission: Permission, area: Area) -> bool:
    return areas_where(user, permission).filter(pk=area.pk).exists()


def require(user, permission: Permission, area: Area) -> None:
    """Raise PermissionDenied (403) unless the user may do it there. Fetch the row in scope first, for the 404."""
    if not may(user, permission, area):
        raise PermissionDenied(_("Tài khoản này chỉ được xem, không được thay đổi ở địa bàn này."))


def require_anywhere(user, permission: Permission) -> None:
    """Raise PermissionDenied (403) unless some post of the user grants `permission`."""
    if not areas_where(user, permission).exists():
        raise PermissionDenied(_("Tài khoản này không có quyền làm việc đó."))

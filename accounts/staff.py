"""The admin site: who may enter it and what it lets an administrator change. Posts grant everything else."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role

GROUP = "Quản trị"
ADMIN_SITE = {
    "accounts": ["add_user", "change_user", "view_user", "add_post", "change_post", "delete_post", "view_post"]
    + ["view_accessrecord"],
    "imports": ["view_import", "view_columnmapping", "delete_columnmapping"],
    "teams": ["change_member", "view_member", "view_team", "view_membership"],
    "areas": ["view_area", "change_area", "view_placement", "view_reform", "change_reform", "view_succession"]
    + ["view_areastatistic", "add_areastatistic", "change_areastatistic"],
    "reports": ["view_target"],
    "visits": ["view_indicator", "view_household", "view_visit", "view_result", "view_helditem"],
    "axes": ["view_accessattempt", "delete_accessattempt"],
}


def may_enter(user) -> bool:
    """Staff who are superuser or administrator today: a post that ended closes the admin site too."""
    if not (user.is_active and user.is_staff):
        return False
    held = Post.objects.on(timezone.localdate()).filter(user=user.pk, role=Role.ADMINISTRATOR)
    return user.is_superuser or held.exists()


def admin_door(request, extra_context=None):
    """In place of the admin site's own sign-in form, for those who are signed in already."""
    if not may_enter(request.user):
        raise PermissionDenied
    return redirect("admin:index")


def open_admin_site(user: User) -> None:
    """Let the user sign in at /admin/ with the permissions of ADMIN_SITE; never as superuser."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    wanted = Permission.objects.none()
    for app, codenames in ADMIN_SITE.items():
        wanted |= Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    group.permissions.set(wanted)
    user.groups.add(group)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def close_admin_site(user: User) -> None:
    user.groups.remove(*Group.objects.filter(name=GROUP))

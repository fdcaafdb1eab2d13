"""What the frame of every page says about who is signed in."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Post
from accounts.roles import ROLE_TABLE
from accounts.staff import may_enter


def leading_post(user) -> Post | None:
    """The post of today that covers most, as the frame names it; further ones stand on the profile page."""
    return next(iter(user.todays_posts), None)


def frame(request: HttpRequest) -> dict:
    """frame_post and frame_permissions, asked from the database once and only where a page shows one of them, and
    whether the admin site is open. A permission counts somewhere: views ask where (User.require)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "frame_post": SimpleLazyObject(lambda: leading_post(user)),
        "frame_permissions": SimpleLazyObject(
            lambda: {str(one) for post in user.todays_posts for one in ROLE_TABLE[post.role]}
        ),
        "frame_admin_site": user.is_staff and may_enter(user),
    }

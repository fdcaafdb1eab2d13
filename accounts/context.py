"""What the frame of every page says about who is signed in."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Post
from accounts.staff import may_enter


def leading_post(user) -> Post | None:
    """The post of today that covers most, as the frame names it; further ones stand on the profile page."""
    return user.posts.on(timezone.localdate()).select_related("area").order_by("area__level", "pk").first()


def frame(request: HttpRequest) -> dict:
    """frame_post, asked from the database only where a page shows it, and whether the admin site is open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "frame_post": SimpleLazyObject(lambda: leading_post(user)),
        "frame_admin_site": user.is_staff and may_enter(user),
    }

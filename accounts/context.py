"""What the frame of every page says about who is signed in."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Post
from accounts.roles import ROLE_TABLE
from accounts.staff import may_enter


def posts_of_today(user) -> QuerySet:
    """The one that covers most first."""
    return user.posts.on(timezone.localdate()).select_related("area").order_by("area__level", "pk")


def leading_post(user) -> Post | None:
    """The post of today that covers most, as the frame names it; further ones stand on the profile page."""
    return posts_of_today(user).first()


def frame(request: HttpRequest) -> dict:
    """frame_post and frame_permissions, asked from the database once and only where a page shows one of them, and
    whether the admin site is open. A permission counts somewhere: views ask where (User.require)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    posts = SimpleLazyObject(lambda: list(posts_of_today(user)))
    return {
        "frame_post": SimpleLazyObject(lambda: posts[0] if posts else None),
        "frame_permissions": SimpleLazyObject(lambda: {str(one) for post in posts for one in ROLE_TABLE[post.role]}),
        "frame_admin_site": user.is_staff and may_enter(user),
    }

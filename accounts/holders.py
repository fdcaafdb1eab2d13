"""Whose password an administrator may hand out, and in which order they are listed."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Permission
from areas.models import Area
from areas.names import fold, search_words
from areas.places import with_places


def accounts_for(user: User, area: Area | None = None) -> QuerySet[User]:
    """The accounts whose password `user` may give anew; with `area` those who hold a post there or below.

    All their posts of today and later lie where the user manages accounts: with the password of somebody who has a say
    elsewhere one would have it too. For the same reason none of the admin site, and not one's own.
    """
    today = timezone.localdate()
    held = Post.objects.filter(valid_until__gte=today)
    elsewhere = held.exclude(area__in=user.areas_where(Permission.MANAGE_ACCOUNTS).values("pk"))
    here = held.filter(area__in=Area.objects.under(area, today).values("pk")) if area else held
    users = User.objects.filter(is_active=True, is_staff=False, is_superuser=False, pk__in=here.values("user"))
    return users.exclude(pk__in=elsewhere.values("user")).exclude(pk=user.pk)


def without_password(users: QuerySet[User]) -> QuerySet[User]:
    return users.filter(password__startswith="!")  # django.contrib.auth.hashers.UNUSABLE_PASSWORD_PREFIX


def keys_of(users: QuerySet[User], text: str = "") -> list[int]:
    """Those in whose name, sign-in name and e-mail all words of `text` occur, tones or not.

    By commune, so that the slips of one office come together, then by name.
    """
    columns = ("user", "commune_sort", "user__full_name", "user__username", "user__email")
    words, places = search_words(text), {}
    for key, commune, *told in _posts().filter(user__in=users.values("pk")).values_list(*columns):
        if all(word in fold(" ".join(told)) for word in words):
            place = (commune or "", *told)
            places[key] = min(place, places.get(key, place))
    return sorted(places, key=places.__getitem__)


def with_posts(keys: Iterable[int]) -> list[User]:
    """The accounts in the order of their keys, with `posts_held`: those of today and later."""
    users = User.objects.prefetch_related(Prefetch("posts", _posts(), to_attr="posts_held")).in_bulk(keys)
    return [users[key] for key in keys if key in users]


def _posts() -> QuerySet[Post]:
    today = timezone.localdate()
    return with_places(Post.objects.filter(valid_until__gte=today).select_related("area"), today)

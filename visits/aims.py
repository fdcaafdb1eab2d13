"""What a member's hamlets have to reach. Targets belong to reports/, to the right of this room: settings.AIMS names
the function that tells them, as it names context processors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Post, User
from accounts.roles import Permission, roles_with
from areas.models import Area

MOST_AREAS = 3


@dataclass(frozen=True)
class Aim:
    """One indicator on its way, in words. `percent` of the bar is filled, `mark` is what should be reached today;
    `state` is that of pills and bars."""

    place: str
    name: str
    unit: str
    reached: str
    goal: str
    due: str
    percent: int
    mark: int | None
    state: str
    word: str


Source = Callable[[Area, date], list[Aim]]


def aims_for(user: User, today: date) -> list[Aim]:
    """Of the areas in which the user has a post that logs visits; what was given to a unit above is not theirs."""
    posts = Post.objects.on(today).filter(user=user, role__in=roles_with(Permission.LOG_VISITS))
    tell: Source = import_string(settings.AIMS)
    areas = Area.objects.filter(pk__in=posts.values("area")).order_by("pk")[:MOST_AREAS]
    return [aim for area in areas for aim in tell(area, today)]

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.roles import ROLE_TABLE, Permission


def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here: the posts of today and what each lets me do; posts of other days grant nothing."""
    today = timezone.localdate()
    posts = list(request.user.posts.select_related("area").order_by("-valid_until", "area__level", "pk"))
    current = [(post, sorted_permissions(post.role)) for post in posts if post.in_force(today)]
    others = [post for post in posts if not post.in_force(today)]
    return render(request, "accounts/profile.html", {"current": current, "others": others, "today": today})


def role_table(request: HttpRequest) -> HttpResponse:
    """The table of roles, as the code applies it, for anyone to check."""
    rows = [(p, [(role, p in granted) for role, granted in ROLE_TABLE.items()]) for p in Permission]
    return render(request, "accounts/role_table.html", {"roles": list(ROLE_TABLE), "rows": rows})


def sorted_permissions(role: str) -> list[Permission]:
    return [permission for permission in Permission if permission in ROLE_TABLE[role]]

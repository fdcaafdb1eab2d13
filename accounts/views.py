from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import holders
from accounts import passwords as handing
from accounts.forms import SearchForm
from accounts.models import User
from accounts.roles import ROLE_TABLE, Permission
from areas.lists import read_key
from areas.models import Area

MOST = 50  # passwords at a time: some ten seconds of hashing, and a stack of slips that one looks through


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


def passwords(request: HttpRequest) -> HttpResponse:
    """Accounts without a password, those that got one and did not change it yet (a slip may get lost), or those that a
    search finds; the chosen ones are given one."""
    area = _named_area(request)
    users = holders.accounts_for(request.user, area)
    if request.method == "POST":
        return _hand_out(request, users, area)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    tab = "found" if text else "handed" if "handed" in request.GET else "none"
    listed = {
        "found": users,
        "handed": users.filter(must_change_password=True),
        "none": holders.without_password(users),
    }
    page = Paginator(holders.keys_of(listed[tab], text), MOST).get_page(request.GET.get("page"))
    choices = [(f"{user.pk}-{handing.stamp(user)}", user) for user in holders.with_posts(page.object_list)]
    context = {"form": form, "tab": tab, "area": area, "page": page, "choices": choices, "action": _address(area)}
    return render(request, "accounts/passwords.html", context)


@sensitive_variables()
def _hand_out(request: HttpRequest, users: QuerySet[User], area: Area | None) -> HttpResponse:
    """The slips, shown this once. The same form sent again finds other passwords than it saw and changes none."""
    parts = [choice.partition("-") for choice in request.POST.getlist("account")]
    stamps = {read_key(key): stamp for key, _dash, stamp in parts}
    if not 0 < len(stamps) <= MOST:
        messages.error(request, _("Chọn từ 1 đến %(most)s tài khoản rồi phát mật khẩu.") % {"most": MOST})
        return redirect(_address(area))
    chosen = holders.with_posts(holders.keys_of(users.filter(pk__in=stamps)))
    if len(chosen) < len(stamps):
        raise Http404
    slips = handing.give([user for user in chosen if stamps[user.pk] == handing.stamp(user)], request=request)
    if left_out := len(chosen) - len(slips):
        told = _("%(count)s tài khoản đã được phát mật khẩu sau khi trang này mở ra, nên không phát lần nữa.")
        messages.warning(request, told % {"count": left_out})
    if not slips:
        return redirect(_address(area))
    context = {"slips": slips, "back": _address(area), "site": request.build_absolute_uri("/")}
    return render(request, "accounts/password_slips.html", context)


def _named_area(request: HttpRequest) -> Area | None:
    """The unit that the address names; 403 for whoever manages no accounts there, or nowhere."""
    if named := request.GET.get("area"):
        area = get_object_or_404(Area.objects.around(request.user), pk=read_key(named))
        request.user.require(Permission.MANAGE_ACCOUNTS, area)
        return area
    request.user.require_anywhere(Permission.MANAGE_ACCOUNTS)
    return None


def _address(area: Area | None) -> str:
    return reverse("accounts:passwords", query={"area": area.pk} if area else None)

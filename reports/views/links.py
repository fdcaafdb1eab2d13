from datetime import timedelta
from types import MappingProxyType

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.roles import Permission
from areas.keyset import read_page
from reports.kin import called, on_the_map
from reports.links import secret as secrets
from reports.links.fixed import asked_by, fixed, forbidding, lens_of, period_of
from reports.links.form import LinkForm
from reports.links.shown import shown
from reports.models import SharedLink
from reports.periods import days, title
from reports.pickers import map_name, map_sentence
from reports.question import Question, read
from reports.rollup import units_below
from reports.ways import level_named

MOST_LINES = 300
TOLD, TOLD_WITHIN = "link_secret", timedelta(minutes=5)
SEALED = MappingProxyType(
    {
        "Cache-Control": "no-store, private",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    }
)


@login_not_required
@require_safe
@sensitive_variables("secret")
def link_open(request, secret):
    """Figures for a leader without an account. The page knows no user and sets no cookie, whoever opens it."""
    link = secrets.found(secret)
    question = link and asked_by(link.area, link.query)
    if question is None:
        return HttpResponse(render_to_string("reports/link_ended.html"), status=404, headers=SEALED)
    secrets.note_opening(link)
    context = head_of(question) | {"link": link, "shown": shown(question, link.created_by)}
    return HttpResponse(render_to_string("reports/link_open.html", context), headers=SEALED)


def link_list(request):
    """The links that tell figures of one's areas, whoever made them."""
    request.user.require_anywhere(Permission.SHARE_FIGURES)
    links = SharedLink.objects.filter(area__in=request.user.areas_where(Permission.SHARE_FIGURES).values("pk"))
    page = read_page(links, "created_at", request.GET)
    found = links.filter(pk__in=page.keys).with_openings().with_maker_in_office()
    found = found.select_related("area", "created_by", "revoked_by").order_by("-created_at", "-pk")
    context = {
        "links": [(link, period_of(link), lens_of(link), _board_of(link)) for link in found],
        "crumbs": [(_("Báo cáo"), reverse("reports:dashboard")), (_("Liên kết xem"), None)],
        **page.urls(request.GET),
    }
    return render(request, "reports/link_list.html", context)


@sensitive_variables("secret")
def link_new(request):
    """Make a link to the figures in the address; what its reader will see stands below the form."""
    asked, form = read(request)
    if asked is None:
        return render(request, "reports/no_area.html")
    request.user.require(Permission.SHARE_FIGURES, asked.area)
    if form.sentences or not on_the_map(asked.area, asked.period, asked.lens):
        return redirect(f"{reverse('reports:dashboard')}?{request.GET.urlencode()}")
    query = fixed(asked)
    question = asked_by(asked.area, query)
    (refusal, other), form = _refusal(question, query), LinkForm(request.POST or None)
    context = head_of(question) | {"form": form, "refusal": refusal, "other": other, "back": asked.address()}
    context["crumbs"] = [(context["name"], context["back"]), (_("Liên kết xem"), None)]
    if not refusal:
        context["shown"] = shown(question, request.user)
        if request.method == "POST" and form.is_valid():
            return _made(request, question, query, form.cleaned_data, len(context["shown"].lines))
    return render(request, "reports/link_new.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@sensitive_variables("secret")
def link_made(request, pk):
    """The address of a link, told once to whoever has just made it: the cookie of its secret goes with the answer."""
    link = get_object_or_404(SharedLink.objects.visible_to(request.user).select_related("area"), pk=pk)
    request.user.require(Permission.SHARE_FIGURES, link.area)
    secret = request.COOKIES.get(TOLD, "")
    is_told = link.created_by_id == request.user.pk and secrets.digest_of(secret) == link.digest
    context = {
        "link": link,
        "name": called(link.area, timezone.localdate()),
        "title": title(period_of(link)),
        "address": request.build_absolute_uri(reverse("reports:link_open", args=[secret])) if is_told else "",
        "crumbs": [(_("Liên kết xem"), reverse("reports:link_list")), (_("Liên kết đã lập"), None)],
    }
    response = render(request, "reports/link_made.html", context)
    response.delete_cookie(TOLD, path=request.path)
    return response


@require_POST
def link_revoke(request, pk):
    link = get_object_or_404(SharedLink.objects.visible_to(request.user), pk=pk)
    request.user.require(Permission.SHARE_FIGURES, link.area)
    secrets.revoke(link, by=request.user)
    messages.success(request, _("Đã thu hồi liên kết “%(title)s”; ai mở cũng không xem được nữa.") % {"title": link})
    return redirect("reports:link_list")


def head_of(question: Question) -> dict:
    """What stands above the figures."""
    return {
        "question": question,
        "name": called(question.area, question.today),
        "title": title(question.period),
        "days": days(question.period),
        "map_name": map_name(question.lens),
        "map_sentence": map_sentence(question.lens),
    }


@sensitive_variables("secret")
def _made(request: HttpRequest, question: Question, query: str, asked: dict, lines: int) -> HttpResponse:
    """On to the page that tells the address. Only the browser of the maker carries the secret there, so that a reload
    makes no second link and no copy of the database opens one."""
    link, secret = secrets.make(question.area, query, by=request.user, **asked)
    audit.record_export(request, _("Liên kết xem số liệu %(area)s") % {"area": question.area}, lines)
    response = redirect("reports:link_made", link.pk)
    sealed = {"httponly": True, "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Strict"}
    response.set_cookie(TOLD, secret, max_age=TOLD_WITHIN, path=response.url, **sealed)
    return response


def _board_of(link: SharedLink) -> str:
    """The table of a link as the office sees it."""
    return f"{reverse('reports:dashboard')}?area={link.area_id}&{link.query}"


def _refusal(question: Question, query: str) -> tuple[str, str]:
    """Why no link can be made to this table, "" when it can; and the table to which one may be made instead."""
    levels = [level_named(question.by)] if question.by else []
    units = units_below(question.area, period=question.period, lens=question.lens, levels=levels).count()
    if units > MOST_LINES:
        words = _("Bảng này có %(n)s đơn vị; một liên kết hiện nhiều nhất %(most)s. Chọn cấp trên ở trang số liệu.")
        return words % {"n": units, "most": MOST_LINES}, ""
    if link := forbidding(question.area, query):
        words = _(
            "Địa bàn này đã có liên kết còn hiệu lực, “%(title)s” (%(days)s), tới một bảng khác trùng ngày với "
            "bảng này. Ai có cả hai bảng thì tính ra được số nhỏ mà mỗi bảng đã che. "
            "Thu hồi liên kết đó trước, hoặc lập liên kết tới đúng bảng của nó."
        )
        return words % {"title": link, "days": days(period_of(link))}, _board_of(link)
    return "", ""

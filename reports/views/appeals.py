from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.exports import EXPORTING, export_list
from areas.exports import export_links
from areas.lists import order, read_key, show_page
from areas.models import Area
from reports.asked import Asked
from reports.figures import figure
from reports.forms import WhyForm
from reports.kin import called
from reports.league import appeals
from reports.league.appeals import PILLS, AnswerForm, AppealFilter, AppealForm, AppealResource, AppealTable, state_of
from reports.league.contest import League
from reports.league.line import Cell, Line
from reports.models import Appeal, Campaign
from reports.periods import days
from reports.question import read
from reports.rollup import Period
from reports.views.why import address, read_asked

READ_ALONG = ("area", "indicator", "campaign", "member", "made_by", "answered_by")


def appeal_list(request: HttpRequest) -> HttpResponse:
    exporting = "_export" in request.GET
    seen = Appeal.objects.visible_to(request.user, EXPORTING if exporting else None).select_related(*READ_ALONG)
    found = AppealFilter(request.GET, seen, request=request)
    table = AppealTable(found.qs)
    if exporting:
        order(request, table)
        return export_list(request, AppealResource(), table.data.data, title=_("Kiến nghị"), name="kien-nghi")
    show_page(request, table)
    context = {"filter": found, "table": table, "exports": export_links(request)}
    return render(request, "reports/appeal_list.html", context)


def appeal_create(request: HttpRequest) -> HttpResponse:
    """Contest the figure in the address: that of a "vì sao", or of a line of a league; the server tells what it shows
    now."""
    question, found = read(request, WhyForm)
    if question is None:
        raise PermissionDenied(_("Tài khoản này chưa có địa bàn nên chưa kiến nghị được."))
    if found.sentences or not found.cleaned_data["indicator"]:
        return _unclear(request)
    asked = read_asked(request.user, question, found.cleaned_data)
    campaign = _campaign(request)
    line, cell = _line(request, campaign, asked)
    shown = figure(cell.amount if cell else asked.values[asked.indicator.code])
    appeal = Appeal(area=asked.area, indicator=asked.indicator, campaign=campaign, made_by=request.user, shown=shown)
    appeal.member = line.thing if line and line.league == League.MEMBERS else None
    appeal.query = address(asked).partition("?")[2]
    form = AppealForm(request.POST if request.method == "POST" else None, instance=appeal)
    if form.is_valid():
        return _sent(request, form.save(commit=False))
    context = {
        "form": form,
        "asked": asked,
        "campaign": campaign,
        "line": line,
        "member": appeal.member,
        "shown": shown,
        "place": called(asked.area),
        "days": days(asked.period),
        "why": _opened(appeal, address(asked)),
        "crumbs": [(_("Kiến nghị"), reverse("reports:appeal_list")), (_("Gửi kiến nghị"), None)],
    }
    return render(request, "reports/appeal_form.html", context, status=422 if form.is_bound else 200)


def _unclear(request: HttpRequest) -> HttpResponse:
    """Nobody contests a figure that stands in for the one that could not be read."""
    messages.error(
        request,
        _(
            "Địa chỉ này không nói rõ số liệu nào: chỉ tiêu, kỳ, bản đồ hoặc cấp thiếu hay không đọc được. "
            "Mở số liệu cần kiến nghị, rồi bấm “Số này sai? Gửi kiến nghị” ở đó."
        ),
    )
    return redirect("reports:appeal_list")


def _sent(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    try:
        appeals.send(appeal)
    except appeals.Gone:
        messages.error(request, _("Đợt thi đua này vừa bị xóa, nên kiến nghị không gửi được."))
        return redirect("reports:campaign_list")
    messages.success(request, _("Đã gửi kiến nghị. Đơn vị cấp trên trả lời trên trang này."))
    return redirect(appeal)


def _campaign(request: HttpRequest) -> Campaign | None:
    """The campaign that the address names; 404 for one that the user's area does not take part in."""
    if not (named := request.GET.get("campaign")):
        return None
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=read_key(named) or 0)


def _line(request: HttpRequest, campaign: Campaign | None, asked: Asked) -> tuple[Line | None, Cell | None]:
    """The line of a league that the address names and what it shows; 404 for one that stands elsewhere."""
    league, key = request.GET.get("league", ""), request.GET.get("line", "")
    if campaign is None or not (league and key):
        return None, None
    line = appeals.contested_line(campaign, league, key, request.user)
    cell = appeals.cell_of(campaign, line, asked.indicator) if line else None
    if cell is None or line.area != asked.area:
        raise Http404(_("Đợt thi đua này không có dòng đó."))
    return line, cell


def _opened(appeal: Appeal, why: str) -> str:
    """Where the contested figure is to be seen: a person's row stands in the league, all others under "vì sao"."""
    if appeal.member is None:
        return why
    return reverse("reports:campaign_line", args=[appeal.campaign_id, League.MEMBERS, appeal.member_id])


def appeal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), AnswerForm())


@require_POST
def appeal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    appeal = _get(request, pk)
    if not _may_answer(request, appeal):
        raise PermissionDenied(_("Kiến nghị do đơn vị cấp trên của địa bàn trả lời, không phải chính đơn vị đó."))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, appeal, form)
    told = form.cleaned_data
    try:
        appeals.answer(appeal, outcome=told["outcome"], text=told["answer"], by=request.user)
    except appeals.Answered:
        messages.error(request, _("Kiến nghị này vừa được người khác trả lời."))
    else:
        messages.success(request, _("Đã trả lời kiến nghị."))
    return redirect(appeal)


def _get(request: HttpRequest, pk: int) -> Appeal:
    return get_object_or_404(Appeal.objects.visible_to(request.user).select_related(*READ_ALONG), pk=pk)


def _may_answer(request: HttpRequest, appeal: Appeal) -> bool:
    return Appeal.objects.for_answer_by(request.user).filter(pk=appeal.pk).exists()


def _days_of(appeal: Appeal) -> str:
    """The days of the figure that is contested."""
    told = QueryDict(appeal.query)
    try:
        return days(Period(date.fromisoformat(told["from"]), date.fromisoformat(told["to"])))
    except (KeyError, ValueError):
        return ""


def _page(request: HttpRequest, appeal: Appeal, form: AnswerForm) -> HttpResponse:
    sees = Area.objects.visible_to(request.user).filter(pk=appeal.area_id).exists()
    context = {
        "appeal": appeal,
        "form": form,
        "state": state_of(appeal),
        "pill": PILLS[appeal.outcome],
        "may_answer": not appeal.answered_at and _may_answer(request, appeal),
        "why": _opened(appeal, f"{reverse('reports:why')}?{appeal.query}") if sees else "",
        "place": called(appeal.area),
        "days": _days_of(appeal),
        "crumbs": [(_("Kiến nghị"), reverse("reports:appeal_list")), (appeal.indicator.short_name, None)],
    }
    return render(request, "reports/appeal_detail.html", context, status=422 if form.is_bound else 200)

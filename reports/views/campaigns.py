from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.exports import EXPORTING, export_list
from accounts.roles import Permission
from areas.exports import export_links
from areas.lists import order, read_key, show_page
from areas.models import Area
from reports.league import freezing
from reports.league.campaigns import (
    CampaignFilter,
    CampaignResource,
    CampaignTable,
    Frozen,
    NotMistaken,
    remove,
    write_rules,
)
from reports.league.forms import CampaignForm, rule_set
from reports.models import Campaign, CampaignIndicator
from reports.question import own_areas

RULES = Prefetch("indicators", CampaignIndicator.objects.select_related("indicator"))


def campaign_list(request: HttpRequest) -> HttpResponse:
    exporting, user = "_export" in request.GET, request.user
    seen = Campaign.objects.visible_to(user, EXPORTING if exporting else None)
    found = CampaignFilter(request.GET, seen.select_related("area").prefetch_related(RULES), request=request)
    table = CampaignTable(found.qs)
    if exporting:
        order(request, table)
        rows = table.data.data
        return export_list(request, CampaignResource(), rows, title=_("Đợt thi đua"), name="dot-thi-dua")
    show_page(request, table)
    may_run = user.areas_where(Permission.SET_TARGETS).exists()
    context = {"filter": found, "table": table, "may_run": may_run, "exports": export_links(request)}
    return render(request, "reports/campaign_list.html", context)


def get_campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign if the user's area takes part in it, else 404."""
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("area", "frozen_by"), pk=pk)


def get_own(request: HttpRequest, pk: int) -> Campaign:
    """The campaign if this user may also run it, else 403."""
    campaign = get_campaign(request, pk)
    request.user.require(Permission.SET_TARGETS, campaign.area)
    return campaign


def campaign_create(request: HttpRequest) -> HttpResponse:
    """The area stands in the address; without one it is the widest where the user may open a campaign."""
    user, places = request.user, places_for_campaigns(request.user)
    if "area" in request.GET:
        area = get_object_or_404(Area.objects.around(user), pk=read_key(request.GET["area"]) or 0)
        user.require(Permission.SET_TARGETS, area)
    elif not places:
        raise PermissionDenied(_("Đợt thi đua do cán bộ xã, cán bộ tỉnh hoặc quản trị mở."))
    else:
        area = places[0]
    return _answer(request, Campaign(area=area, created_by=user), _("Mở đợt thi đua"), places)


def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_own(request, pk)
    if campaign.frozen_at:
        return _too_late(request, campaign)
    return _answer(request, campaign, _("Sửa đợt thi đua"), [])


def _too_late(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.error(request, _("Đợt đã chốt, thể lệ không sửa được nữa."))
    return redirect(campaign)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Đợt thi đua này vừa được người khác xóa."))
    return redirect("reports:campaign_list")


def places_for_campaigns(user) -> list[Area]:
    allowed = set(user.areas_where(Permission.SET_TARGETS).values_list("pk", flat=True))
    return [area for area in own_areas(user) if area.pk in allowed]


def _answer(request: HttpRequest, campaign: Campaign, heading: str, places: list[Area]) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = CampaignForm(data, instance=campaign, area=campaign.area)
    rules = rule_set(data, list(campaign.indicators.all()) if campaign.pk else [])
    if data is not None and form.is_valid() & rules.is_valid():
        changed = bool({"start", "end", "units"} & set(form.changed_data))
        try:
            saved = write_rules(form.save(commit=False), form.cleaned_data["units"], rules.rules(), changed=changed)
        except Frozen:
            return _too_late(request, campaign)
        except Campaign.DoesNotExist:
            return _gone(request)
        messages.success(request, _("Đã lưu đợt thi đua."))
        return redirect(saved)
    address = reverse("reports:campaign_list")
    context = {
        "form": form,
        "rules": rules,
        "campaign": campaign,
        "places": places,
        "heading": heading,
        "has_begun": campaign.pk and campaign.start <= timezone.localdate(),
        "crumbs": [(_("Thi đua"), address), (heading, None)],
        "cancel_url": campaign.get_absolute_url() if campaign.pk else address,
    }
    return render(request, "reports/campaign_form.html", context, status=422 if data is not None else 200)


@require_POST
def campaign_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_own(request, pk)
    try:
        number = freezing.freeze(campaign, by=request.user)
    except freezing.NotYet as reason:
        messages.error(request, str(reason))
    except Campaign.DoesNotExist:
        return _gone(request)
    else:
        messages.success(request, _("Đã chốt %(n)s thứ hạng. Số liệu đến sau không đổi bảng này.") % {"n": number})
    return redirect(campaign)


@require_POST
def campaign_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign opened by mistake; one that was frozen or contested stays."""
    campaign = get_own(request, pk)
    try:
        remove(campaign)
    except NotMistaken:
        messages.error(request, _("Đợt đã chốt hoặc đã có kiến nghị nên không xóa được."))
        return redirect(campaign)
    except Campaign.DoesNotExist:
        return _gone(request)
    messages.success(request, _("Đã xóa đợt thi đua %(name)s.") % {"name": campaign.name})
    return redirect("reports:campaign_list")

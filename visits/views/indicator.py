from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.exports import export_list
from accounts.roles import Permission
from areas.exports import export_links
from areas.lists import show_page
from visits.filters.indicator import IndicatorFilter
from visits.forms.indicator import IndicatorForm
from visits.indicators import months_with_facts
from visits.models import Indicator
from visits.resources import IndicatorResource
from visits.tables import IndicatorTable
from visits.texts import HOW_IT_ADDS, validity


def indicator_list(request):
    indicators = Indicator.objects.visible_to(request.user).select_related("numerator", "denominator")
    found = IndicatorFilter(request.GET, indicators, request=request)
    if "_export" in request.GET:
        return export_list(request, IndicatorResource(), found.qs, title=_("Danh mục chỉ tiêu"), name="chi-tieu")
    table = IndicatorTable(found.qs)
    show_page(request, table)
    context = {
        "filter": found,
        "table": table,
        "kinds": [(kind.label, HOW_IT_ADDS[kind]) for kind in Indicator.Kind],
        "may_edit": request.user.areas_where(Permission.EDIT_INDICATORS).exists(),
        "exports": export_links(request),
    }
    return render(request, "visits/indicator_list.html", context)


def indicator_detail(request, pk):
    indicators = Indicator.objects.visible_to(request.user).select_related("numerator", "denominator")
    indicator = get_object_or_404(indicators, pk=pk)
    first, last = months_with_facts(indicator)
    context = {
        "indicator": indicator,
        "how_it_adds": HOW_IT_ADDS[indicator.kind],
        "validity": validity(indicator),
        "ratios": Indicator.objects.filter(numerator=indicator) | Indicator.objects.filter(denominator=indicator),
        "first_month": first,
        "last_month": last,
        "may_edit": request.user.areas_where(Permission.EDIT_INDICATORS).exists(),
    }
    return render(request, "visits/indicator_detail.html", context)


def indicator_create(request):
    request.user.require_anywhere(Permission.EDIT_INDICATORS)
    return _save(request, Indicator(), reverse("visits:indicator_list"))


def indicator_edit(request, pk):
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    request.user.require_anywhere(Permission.EDIT_INDICATORS)
    return _save(request, indicator, reverse("visits:indicator_detail", args=[pk]))


def _save(request, indicator, cancel_url):
    stored = not indicator._state.adding
    form = IndicatorForm(request.POST or None, instance=indicator)
    if form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu chỉ tiêu %(name)s.") % {"name": indicator.short_name})
        return redirect("visits:indicator_detail", indicator.pk)
    context = {"form": form, "stored": stored, "cancel_url": cancel_url}
    return render(request, "visits/indicator_form.html", context, status=422 if form.is_bound else 200)

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.exports import EXPORT, file_response, in_a_file_name
from areas.forms import StatisticForm
from areas.hamlets import EDIT
from areas.models import Area, AreaStatistic
from areas.places import with_places
from areas.resources import StatisticResource
from areas.views.pages import form_page


def statistic_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of all years of a unit and of those below it, as the file that ?_export= names."""
    area = get_object_or_404(Area.objects.browsable_by(request.user), pk=pk)
    request.user.require_anywhere(EXPORT)
    day = min(max(timezone.localdate(), area.valid_from), area.valid_until)
    units = Area.objects.browsable_by(request.user).under(area, day)
    figures = with_places(AreaStatistic.objects.filter(area__in=units.values("pk")), day).select_related("area")
    dataset = StatisticResource().export(figures.order_by("area__level", "area__sort_key", "area", "-year"))
    dataset.title = _("Số liệu địa bàn")
    return file_response(dataset, kind=request.GET.get("_export", ""), name=f"so-lieu-{in_a_file_name(area)}")


def statistic_create(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(Area.objects.around(request.user), pk=pk)
    return _statistic_form(request, AreaStatistic(area=area), _("Thêm số liệu địa bàn"))


def statistic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = AreaStatistic.objects.filter(area__in=Area.objects.around(request.user))
    statistic = get_object_or_404(mine.select_related("area"), pk=pk)
    return _statistic_form(request, statistic, _("Sửa số liệu năm %(year)s") % {"year": statistic.year})


def _statistic_form(request: HttpRequest, statistic: AreaStatistic, heading: str) -> HttpResponse:
    request.user.require(EDIT, statistic.area)
    form = StatisticForm(request.POST if request.method == "POST" else None, instance=statistic)
    if form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu số liệu năm %(year)s.") % {"year": statistic.year})
        return redirect(statistic.area)
    return form_page(request, form, statistic.area, heading)

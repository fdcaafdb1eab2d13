from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.context import leading_post
from accounts.exports import EXPORTING, export_list
from areas.exports import export_links, in_a_file_name
from areas.forms import DayForm
from areas.history import heirs_on, origins_of
from areas.lists import order, read_key, show_page
from areas.models import Area
from areas.views.pages import dated_page
from teams import coverage
from teams.coverage_table import CoverageTable, ratio, to_coverage
from teams.forms.coverage import CoverageForm
from teams.resources import CoverageResource


def coverage_page(request: HttpRequest) -> HttpResponse:
    """Độ phủ: hamlets with and without a team, members and what teams lack, by the units of an area on a day."""
    day_form, area = DayForm(request.GET), _asked_area(request)
    if area is None:
        return render(request, "teams/coverage_none.html")
    day = day_form.day
    form = CoverageForm(request.GET, levels=coverage.levels_below(area, day) if area.in_force(day) else [])
    context = {"area": area, "form": form, "kept": [("area", str(area.pk))], "kin": _kin(area, day, request.user)}
    if form.level is not None:
        found = coverage.read(area, form.level, day)
        table = CoverageTable(form.narrow(found.rows), total=found.total, level=form.level, day=day)
        if "_export" in request.GET:
            return _export(request, table, found.total)
        show_page(request, table)
        context |= {"table": table, "total": found.total, "others": found.others, "exports": export_links(request)}
        context |= {"per_hundred": ratio(found.total.per_hundred), "level": form.level, "unlisted": found.unlisted}
    return dated_page(
        request, "teams/coverage.html", day_form, day, context | {"crumbs": _crumbs(area, day, request.user)}
    )


def _asked_area(request: HttpRequest) -> Area | None:
    """The unit that the address names, else the widest of the user's posts; 404 for one out of sight."""
    if "area" in request.GET:
        seen = Area.objects.visible_to(request.user, EXPORTING if "_export" in request.GET else None)
        return get_object_or_404(seen, pk=read_key(request.GET["area"]) or 0)
    post = leading_post(request.user)
    return post.area if post else None


def _kin(area: Area, day: date, user) -> list[Area]:
    """For a day on which the unit is not in force: the units of that day that it came from or went into."""
    if area.in_force(day):
        return []
    heirs = [heir.unit for heir in heirs_on([area], day).get(area.pk, [])]
    kin = heirs or [unit for unit in origins_of([area])[area.pk] if unit.in_force(day)]
    seen = set(Area.objects.visible_to(user).filter(pk__in=[unit.pk for unit in kin]).values_list("pk", flat=True))
    return [(unit, to_coverage(unit, day) if unit.pk in seen else "") for unit in kin]


def _crumbs(area: Area, day: date, user) -> list[tuple[str, str | None]]:
    """The way down to the area; a unit that the user may not open is only named."""
    day = day if area.in_force(day) else min(max(day, area.valid_from), area.valid_until)
    chain = [unit for unit in Area.objects.above(area, day) if unit != area and unit.in_force(day)]
    seen = set(Area.objects.visible_to(user).filter(pk__in=[unit.pk for unit in chain]).values_list("pk", flat=True))
    way = [(str(unit), to_coverage(unit, day) if unit.pk in seen else None) for unit in chain]
    return [*way, (str(area), None)]


def _export(request: HttpRequest, table: CoverageTable, total: coverage.Row) -> HttpResponse:
    order(request, table)
    total.note = _("Tổng")
    name = f"do-phu-{in_a_file_name(total.unit)}-ngay-{table.day:%Y%m%d}"
    return export_list(request, CoverageResource(), [*table.data.data, total], title=_("Độ phủ"), name=name)

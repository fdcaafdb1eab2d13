from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tablib import Dataset

from accounts import audit
from accounts.roles import Permission
from areas.exports import file_response, in_a_file_name
from areas.models import Area, Level
from areas.places import with_places
from reports.figures import figure
from reports.kin import called
from reports.lens import TODAY, Lens
from reports.models import Target
from reports.periods import days, moved, title
from reports.targets import terms
from reports.targets.asked import Asked, crumbs, read
from reports.targets.goals import goals
from reports.targets.grid import Grid, units_of
from reports.targets.plan import Meanwhile, give
from reports.targets.resources import TargetResource
from reports.targets.table import table_of
from reports.targets.versions import versions_of


def target_grid(request):
    """What an area and the units just below it are to reach in a span: to read, and to fill in."""
    asked, errors = read(request)
    if asked is None:
        return render(request, "reports/no_area.html")
    units = units_of(asked.area, asked.span, timezone.localdate())
    may = request.user.may(Permission.SET_TARGETS, asked.area)
    columns = asked.columns(units, to_fill_in=may)
    grid = Grid(asked.area, units, asked.span, columns, request.user)
    if request.method == "POST":
        try:
            if _saved(request, asked, grid):
                return redirect(asked.address())
        except Meanwhile as error:
            grid = Grid(asked.area, units, asked.span, columns, request.user)
            grid.read(request.POST)
            grid.errors.append(str(error))
    status = 422 if grid.errors else 200
    if len(asked.chosen) > len(grid.columns):
        errors.append(_("Bảng rộng quá: chỉ hiện %(n)s chỉ tiêu đầu.") % {"n": len(grid.columns)})
    _tell_of_former_units(asked, grid)
    context = _frame(request, asked, grid, errors) | {"terms": _terms(asked, units)}
    context["import_url"] = _import_url(asked) if may else ""
    return render(request, "reports/targets.html", context, status=status)


def _saved(request, asked: Asked, grid: Grid) -> bool:
    """Whether what was typed is in force now; otherwise the grid tells why. Meanwhile when somebody was faster."""
    request.user.require(Permission.SET_TARGETS, asked.area)
    wanted = grid.read(request.POST)
    if grid.errors:
        return False
    count = give(wanted, by=request.user)
    sentence = ngettext("Đã lưu %(count)s mức phải đạt.", "Đã lưu %(count)s mức phải đạt.", count)
    messages.success(request, sentence % {"count": count} if count else _("Không có ô nào thay đổi."))
    return True


def _link(asked: Asked, grid: Grid) -> None:
    """Where units, versions and the division of a whole are found."""
    for line in grid.lines:
        line.url = asked.address(area=line.unit.pk) if line.unit.level < Level.HAMLET else ""
    for cell in grid.cells:
        if cell.has_versions:
            said = {"area": cell.unit.pk, "i": None, "indicator": cell.column.indicator.code}
            cell.versions_url = asked.address("reports:target_versions", **said)
    if grid.lines and any(cell.is_free for line in grid.lines for cell in line.cells):
        for column in grid.columns:
            if column.whole.target:
                said = {"i": None, "indicator": column.indicator.code}
                column.divide_url = asked.address("reports:target_cascade", **said)


def _tell_of_former_units(asked: Asked, grid: Grid) -> None:
    """Of a span before the area began: what the units that it was made of were given for the same days."""
    if asked.area.valid_from <= asked.span.end:
        return
    columns = {column.indicator.code: column for column in grid.columns if not column.whole.target}
    lens, indicators = Lens.parse(TODAY), [column.indicator for column in columns.values()]
    found = goals(asked.area, level=asked.area.level, period=asked.span, lens=lens, indicators=indicators)
    for code, column in columns.items():
        goal, gap = (held.get((asked.area.pk, code)) for held in (found, found.partly))
        if goal and goal.span == asked.span:
            amount = figure(round(goal.amount, 2)) + (" %" if column.is_ratio else "")
            column.whole.former_note = _("các đơn vị cũ cộng lại: %(amount)s") % {"amount": amount}
        elif gap:
            column.whole.former_note = gap.sentence


def _frame(request, asked: Asked, grid: Grid, errors: list[str]) -> dict:
    """What stands around the grid: title, path, pickers."""
    _link(asked, grid)
    files = [
        (_("Bảng như trên trang"), asked.address("reports:target_export", _export="xlsx")),
        (_("Danh sách đến ấp, mỗi dòng một mức"), asked.address("reports:target_export", _export="xlsx", form="list")),
    ]
    today = timezone.localdate()
    earlier, later = (moved(asked.span, step) for step in (-1, 1))
    columns = [column.indicator for column in grid.columns]
    return {
        "asked": asked,
        "grid": grid,
        "name": called(asked.area, today),
        "title": title(asked.span),
        "span": terms.in_words(asked.span),
        "errors": errors,
        "crumbs": crumbs(asked, request.user),
        "earlier": (title(earlier), asked.address(span=terms.name_of(earlier))),
        "later": (title(later), asked.address(span=terms.name_of(later))),
        "choices": [(indicator, indicator in columns) for indicator in asked.counted],
        "statistics": Target.Statistic.choices,
        "countings": Target.Counting.choices,
        "exports": files if request.user.may(Permission.EXPORT, asked.area) else [],
        "source": request.POST.get("source", ""),
        "board": reverse(
            "reports:dashboard", query={"area": asked.area.pk, "from": asked.span.start, "to": asked.span.end}
        ),
    }


def _import_url(asked: Asked) -> str:
    return reverse("imports:import_upload", args=["targets"], query={"area": asked.area.pk})


def _terms(asked: Asked, units: list[Area]) -> list[tuple[str, str, bool]]:
    """(address, words, whether it is the present one): the spans of the year, the years beside it, and free days for
    which something was given."""
    year = asked.span.end.year
    offered = terms.of_year(year) + [terms.of_year(other)[0] for other in (year - 1, year + 1)]
    offered += [(terms.name_of(span), days(span)) for span in asked.other_spans(units)]
    return [(asked.address(span=key), label, key == asked.term) for key, label in offered]


def target_export(request):
    """What an import takes: the grid as it stands on the page, or a line for each target of all units below, too."""
    asked, _errors = read(request)
    if asked is None:
        return redirect("reports:target_grid")
    request.user.require(Permission.EXPORT, asked.area)
    dataset = (_list if request.GET.get("form") == "list" else _table)(asked, request.user)
    audit.record_export(request, _("Chỉ tiêu giao %(area)s") % {"area": asked.area}, len(dataset))
    name = f"chi-tieu-giao-{in_a_file_name(asked.area)}-{asked.term}"
    return file_response(dataset, kind=request.GET.get("_export", ""), name=name)


def _in_force(asked: Asked, units: QuerySet[Area]) -> QuerySet[Target]:
    return Target.objects.current().filter(area__in=units.values("pk"), start=asked.span.start, end=asked.span.end)


def _list(asked: Asked, user) -> Dataset:
    day = min(max(timezone.localdate(), asked.area.valid_from), asked.area.valid_until)
    found = _in_force(asked, Area.objects.visible_to(user).under(asked.area, day))
    found = with_places(found.select_related("area", "indicator"), day)
    order = ("indicator__position", "indicator", "area__level", "area__sort_key", "area")
    dataset = TargetResource().export(found.order_by(*order))
    dataset.title = _("Chỉ tiêu giao")
    return dataset


def _table(asked: Asked, user) -> Dataset:
    """Units in sight only: what stands elsewhere today is not named."""
    below = units_of(asked.area, asked.span, timezone.localdate())
    shown = Area.objects.filter(pk__in=[asked.area.pk, *(unit.pk for unit in below)])
    shown = shown.filter(pk__in=Area.objects.visible_to(user).values("pk"))
    day = min(max(asked.span.end, asked.area.valid_from), asked.area.valid_until)
    units = with_places(shown, day, area="pk").order_by("level", "sort_key", "valid_from", "pk")
    columns = asked.columns(below, to_fill_in=user.may(Permission.SET_TARGETS, asked.area))
    return table_of(units, columns, _in_force(asked, shown), asked.span)


def target_versions(request):
    """Every version of one target: who gave it when, by which document, and what replaced it."""
    asked, _errors = read(request)
    if asked is None:
        return render(request, "reports/no_area.html")
    code = request.GET.get("indicator")
    indicator = next((one for one in asked.catalogue if one.code == code), None)
    if indicator is None:
        raise Http404(_("Không có chỉ tiêu này."))
    found = Target.objects.filter(area=asked.area, indicator=indicator, start=asked.span.start, end=asked.span.end)
    versions = found.select_related("indicator", "office", "set_by", "ended_by", "cascaded_from__area").order_by("-pk")
    context = {
        "asked": asked,
        "indicator": indicator,
        "versions": versions_of(list(versions)),
        "name": called(asked.area, timezone.localdate()),
        "span": terms.in_words(asked.span),
        "crumbs": crumbs(asked, request.user, title(asked.span), _("Các phiên bản")),
        "back": asked.address(),
    }
    return render(request, "reports/target_versions.html", context)

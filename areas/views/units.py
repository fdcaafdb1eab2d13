"""Browsing: units down to communes are open to whoever signed in, hamlets only inside one's own area."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from areas import hamlets, history
from areas.exports import EXPORT, export_links, file_response, in_a_file_name
from areas.filters import UnitFilter
from areas.forms import DayForm, SearchForm
from areas.listing import Listing
from areas.lists import read_key, show_page
from areas.models import Area, Level
from areas.places import crumbs, on
from areas.resources import HamletResource, UnitResource
from areas.search import LIMIT, find
from areas.tables import UnitTable
from areas.tree import grow, headcount
from areas.views.pages import dated_page


def area_tree(request: HttpRequest) -> HttpResponse:
    day_form, asked = DayForm(request.GET), read_key(request.GET.get("open", ""))
    browsable = Area.objects.browsable_by(request.user)
    opened = browsable.filter(pk=asked).first() if asked else None
    context = {
        "branches": grow(request.user, day_form.day, opened),
        "headcount": headcount(day_form.day),
        "kept": [("open", str(opened.pk))] if opened else [],
    }
    return dated_page(request, "areas/area_tree.html", day_form, day_form.day, context)


def area_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit on a day of its life: the day asked for, or the nearest to it."""
    in_sight = Exists(Area.objects.visible_to(request.user).filter(pk=OuterRef("pk")))
    area = get_object_or_404(Area.objects.browsable_by(request.user).annotate(in_sight=in_sight), pk=pk)
    day_form = DayForm(request.GET)
    day = min(max(day_form.day, area.valid_from), area.valid_until)
    listing = Listing(area, request.user, day, request.GET.get("level", ""))
    narrowed = UnitFilter(request.GET, listing.units, kinds=listing.kinds)
    if "_export" in request.GET:
        return export(request, listing, narrowed.qs)
    context = {
        "area": area,
        "asked_day": day_form.day,
        "kept": [("level", str(listing.level.value))] if "level" in request.GET and listing.level else [],
        "crumbs": crumbs(area, day),
        "successors": history.successions_at_the_end().filter(old=area),
        "predecessors": history.predecessors_of(area),
        "placements": area.placements.select_related("parent").order_by("-valid_from"),
        "statistics": area.statistics.all(),
        "statistic_exports": export_links(request, reverse("areas:statistic_export", args=[area.pk])),
        "may_edit": request.user.may(hamlets.EDIT, area),
        "listing": listing,
        "filter": narrowed,
        "table": listing_table(request, listing, narrowed.qs),
        "exports": export_links(request) if listing.level else [],
    }
    return dated_page(request, "areas/area_detail.html", day_form, day, context)


def area_search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    answer = find(text, request.user, timezone.localdate()) if text else None
    context = {"form": form, "answer": answer, "limit": LIMIT}
    return render(request, "areas/area_search.html", context, status=200 if form.is_valid() else 422)


def listing_table(request: HttpRequest, listing: Listing, units) -> UnitTable:
    """The page of the list that the address asks for, without columns that would be empty in every row."""
    table = UnitTable(units, on=on(listing.day), exclude=["holder"] if listing.level == listing.nearest else [])
    show_page(request, table)
    rows = [row.record for row in table.paginated_rows]
    listing.describe(rows, timezone.localdate())
    for column in ("code", "parts", "former", "heirs"):
        if not any(getattr(unit, column) for unit in rows):
            table.columns.hide(column)
    return table


def export(request: HttpRequest, listing: Listing, units) -> HttpResponse:
    """The whole list as a file; the role table says who takes lists away."""
    request.user.require_anywhere(EXPORT)
    rows = list(units)
    listing.describe(rows, timezone.localdate())
    resource = HamletResource() if listing.level == Level.HAMLET else UnitResource()
    dataset = resource.export(rows)
    dataset.title = str(listing.area)
    name = f"don-vi-{in_a_file_name(listing.area)}-ngay-{listing.day:%Y%m%d}"
    return file_response(dataset, kind=request.GET["_export"], name=name)

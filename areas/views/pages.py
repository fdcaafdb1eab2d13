"""What the pages of this app have in common."""

from datetime import date

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from areas.forms import DayForm
from areas.models import Area
from areas.places import crumbs, on

QUICK_DAYS = (date(2025, 6, 30), date(2024, 1, 1))


def dated_page(request: HttpRequest, template: str, day_form: DayForm, day: date, context: dict) -> HttpResponse:
    """A page that shows the map of a day; 422, with today's, when the day in the address cannot be read."""
    today, readable = timezone.localdate(), day_form.is_valid()
    shown = DayForm({"on": day.isoformat()}) if readable else day_form
    dated = {"day_form": shown, "day": day, "today": today, "quick_days": [today, *QUICK_DAYS], "on": on(day)}
    return render(request, template, context | dated, status=200 if readable else 422)


def form_page(request: HttpRequest, form: BaseForm, area: Area, heading: str) -> HttpResponse:
    """A page that asks for something about a unit; 422 when what was sent cannot be saved."""
    way = crumbs(area, timezone.localdate(), (heading, None))
    context = {"form": form, "heading": heading, "area": area, "crumbs": way}
    return render(request, "areas/form.html", context, status=422 if form.is_bound else 200)

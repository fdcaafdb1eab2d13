from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.roles import Permission
from visits import workload
from visits.aims import aims_for
from visits.months import month_of
from visits.suggestions import next_households

SUGGESTED = 6


def today(request):
    """The member's day. Whoever does no household work starts at the dashboard."""
    areas, day = request.user.areas_where(Permission.LOG_VISITS), timezone.localdate()
    if not areas.exists():
        return redirect("reports:dashboard")
    context = {
        "today": day,
        "month": month_of(day),
        "coverage": workload.coverage(areas),
        "week": workload.week(areas, request.user, day),
        "aims": aims_for(request.user, day),
        "waiting": workload.waiting(areas),
        "suggestions": next_households(areas, SUGGESTED),
        "reached": workload.reached_in_month(areas, day),
    }
    return render(request, "visits/today.html", context)

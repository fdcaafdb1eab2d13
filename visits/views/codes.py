"""QR codes at the doors: the sheet of a hamlet, the code of one household, and the address that a code holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from areas.models import Area, Level
from areas.places import hamlets_of, with_places
from visits import codes
from visits.models import Household, HouseholdAlias, HouseholdCode

ON_A_PAGE = 24  # labels on A4: 3 × 8


@require_safe
def open_code(request, token):
    """Revoked, unknown and foreign codes get the same words."""
    household = codes.household_of(token, request.user)
    if household is None:
        return render(request, "visits/code_unknown.html", status=404)
    return redirect("visits:household_detail", household.pk)


def code_hamlets(request):
    """The hamlets whose codes the user may print, each with how many of its households have one."""
    request.user.require_anywhere(Permission.LOG_VISITS)
    hamlets = list(hamlets_of(request.user.areas_where(Permission.LOG_VISITS), timezone.localdate()))
    counts = _counts([hamlet.pk for hamlet in hamlets])
    rows = [(hamlet, *counts.get(hamlet.pk, (0, 0))) for hamlet in hamlets]
    return render(request, "visits/code_hamlets.html", {"rows": rows})


def code_sheet(request, pk):
    """GET shows the sheet as it will be printed, POST gives codes to the households that have none."""
    hamlets = Area.objects.visible_to(request.user).filter(level=Level.HAMLET)
    hamlet = get_object_or_404(with_places(hamlets, timezone.localdate(), area="pk"), pk=pk)
    request.user.require(Permission.LOG_VISITS, hamlet)
    households = codes.households_in(hamlet)
    if request.method == "POST":
        made = codes.make_missing(households, by=request.user)
        messages.success(request, ngettext("Đã lập %(n)s mã.", "Đã lập %(n)s mã.", made) % {"n": made})
        return redirect("visits:household_code_sheet", hamlet.pk)
    labels = _labels(request, households)
    context = {
        "hamlet": hamlet,
        "pages": [page.object_list for page in Paginator(labels, ON_A_PAGE)] if labels else [],
        "missing": len(households) - len(labels),
        "with_names": "names" in request.GET,
        "listed": labels if "list" in request.GET else None,
    }
    return render(request, "visits/code_sheet.html", context)


def household_code(request, pk):
    """GET shows the one label of a household; POST gives it a new code or revokes the one it has."""
    households = with_places(Household.objects.visible_to(request.user), timezone.localdate())
    household = get_object_or_404(households.select_related("area"), pk=pk)
    request.user.require(Permission.LOG_VISITS, household.area)
    if request.method == "POST":
        return _change(request, household)
    household.area.commune_label = household.commune_label
    labels = _labels(request, [household])
    if not labels:
        return redirect("visits:household_detail", pk)
    context = {"hamlet": household.area, "household": household, "pages": [labels]}
    return render(request, "visits/code_sheet.html", context | {"with_names": "names" in request.GET})


def _change(request, household):
    if request.POST.get("do") == "revoke":
        codes.revoke(household, by=request.user)
        messages.success(request, _("Đã thu hồi mã. Giấy có mã cũ không mở được hộ này nữa."))
    else:
        codes.renew(household, by=request.user)
        messages.success(request, _("Đã lập mã mới. Xin in và dán lại; giấy có mã cũ, nếu có, không còn mở được."))
    return redirect("visits:household_detail", household.pk)


def _labels(request, households) -> list[dict]:
    """number (in the list of the hamlet), household, code, qr; of those that have a code."""
    found = codes.codes_of(household.pk for household in households)
    return [
        {
            "number": number,
            "household": household,
            "code": found[household.pk],
            "qr": codes.draw_qr(
                request.build_absolute_uri(reverse("visits:open_code", args=[found[household.pk].pk]))
            ),
        }
        for number, household in enumerate(households, 1)
        if household.pk in found
    ]


def _counts(hamlets: list[int]) -> dict[int, tuple[int, int]]:
    """Households and those with a code, by hamlet."""
    valid = HouseholdCode.objects.valid()
    merged = HouseholdAlias.objects.filter(household=OuterRef("pk"), pk__in=valid.values("household_id"))
    coded = Q(Exists(valid.filter(household_id=OuterRef("pk")))) | Q(Exists(merged))
    rows = Household.objects.filter(area__in=hamlets).annotate(coded=coded).order_by().values_list("area")
    counted = rows.annotate(all=Count("pk"), with_code=Count("pk", filter=Q(coded=True)))
    return {area: (number, with_code) for area, number, with_code in counted}

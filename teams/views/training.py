from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from areas.lists import ROWS, read_key
from areas.models import Area, Level
from areas.places import communes_of
from teams.forms.training import PlaceForm, TrainingForm
from teams.models import Training
from teams.views.pages import form_page


def training_list(request: HttpRequest) -> HttpResponse:
    """The trainings in sight, the latest first."""
    trainings = Training.objects.visible_to(request.user).select_related("area").order_by("-day", "-pk")
    page = Paginator(trainings.annotate(people=Count("attendees")), ROWS).get_page(request.GET.get("page"))
    may_add = request.user.areas_where(Permission.EDIT_TEAMS).exists()
    return render(request, "teams/training_list.html", {"page": page, "may_add": may_add})


def training_detail(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Training.objects.visible_to(request.user).select_related("area", "created_by")
    training = get_object_or_404(seen, pk=pk)
    attendees = training.attendees.visible_to(request.user).order_by("sort_key", "pk")
    context = {
        "training": training,
        "attendees": attendees,
        "may_edit": request.user.may(Permission.EDIT_TEAMS, training.area),
        "crumbs": [*_above(), (str(training), None)],
    }
    return render(request, "teams/training_detail.html", context)


def training_create(request: HttpRequest) -> HttpResponse:
    """Asks for the commune first, unless the address names a place where the user may enter one."""
    if "area" in request.GET:
        area = get_object_or_404(Area.objects.visible_to(request.user), pk=read_key(request.GET["area"]) or 0)
        request.user.require(Permission.EDIT_TEAMS, area)
        if area.level >= Level.COMMUNE:
            return _answer(request, Training(area=area, created_by=request.user), _("Ghi buổi tập huấn"))
    mine = request.user.areas_where(Permission.EDIT_TEAMS)
    if not mine.exists():
        raise PermissionDenied(_("Buổi tập huấn do cán bộ quản lý tổ ghi."))
    communes = communes_of(mine, timezone.localdate())
    if len(only := communes[:2]) == 1:
        return redirect(reverse("teams:training_create", query={"area": only[0].pk}))
    heading = _("Ghi buổi tập huấn")
    context = {"form": PlaceForm(areas=communes), "heading": heading, "crumbs": [*_above(), (heading, None)]}
    return render(request, "teams/training_place.html", context)


def training_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _mine(request, pk), _("Sửa buổi tập huấn"))


@require_POST
def training_remove(request: HttpRequest, pk: int) -> HttpResponse:
    training = _mine(request, pk)
    training.delete()
    messages.success(request, _("Đã xóa buổi tập huấn “%(title)s”.") % {"title": training.title})
    return redirect("teams:training_list")


def _mine(request: HttpRequest, pk: int) -> Training:
    """404 for a training out of sight, 403 for one that the user may only read."""
    training = get_object_or_404(Training.objects.visible_to(request.user).select_related("area"), pk=pk)
    request.user.require(Permission.EDIT_TEAMS, training.area)
    return training


def _answer(request: HttpRequest, training: Training, heading: str) -> HttpResponse:
    form = TrainingForm(request.POST if request.method == "POST" else None, instance=training)
    if form.is_valid():
        with transaction.atomic():
            saved = form.save()
        messages.success(request, _("Đã lưu buổi tập huấn."))
        return redirect("teams:training_detail", pk=saved.pk)
    address = reverse("teams:training_list")
    crumbs = [*_above(), (heading, None)]
    return form_page(request, form, heading=heading, crumbs=crumbs, cancel_url=address, lead=str(training.area))


def _above() -> list[tuple[str, str]]:
    return [(_("Tổ"), reverse("teams:team_list")), (_("Tập huấn"), reverse("teams:training_list"))]

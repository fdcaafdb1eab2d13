from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from areas import hamlets
from areas.forms import HamletEditForm, HamletForm
from areas.models import Area, Level
from areas.views.pages import form_page


def hamlet_create(request: HttpRequest, pk: int) -> HttpResponse:
    communes = Area.objects.around(request.user).on(timezone.localdate()).filter(level=Level.COMMUNE)
    commune = get_object_or_404(communes, pk=pk)
    request.user.require(hamlets.EDIT, commune)
    form = HamletForm(request.POST if request.method == "POST" else None, commune=commune)
    if form.is_valid():
        try:
            hamlet = hamlets.found(commune=commune, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã thêm %(hamlet)s.") % {"hamlet": hamlet})
            return redirect(hamlet)
    return form_page(request, form, commune, _("Thêm ấp, khu vực"))


def hamlet_edit(request: HttpRequest, pk: int) -> HttpResponse:
    hamlet = get_object_or_404(Area.objects.visible_to(request.user).filter(level=Level.HAMLET), pk=pk)
    request.user.require(hamlets.EDIT, hamlet)
    form = HamletEditForm(request.POST if request.method == "POST" else None, hamlet=hamlet)
    if form.is_valid():
        try:
            hamlets.amend(hamlet, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu %(hamlet)s.") % {"hamlet": hamlet})
            return redirect(hamlet)
    return form_page(request, form, hamlet, _("Sửa %(hamlet)s") % {"hamlet": hamlet})

from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Permission
from areas.lists import ROWS
from visits import devices, queues
from visits.forms.desk import SilenceForm
from visits.models import Visit
from visits.views.desk import queue_tabs


def desk_devices(request):
    """When each member's phone last sent, and what it had not sent then, as far as the server can know."""
    request.user.require_anywhere(Permission.EDIT_VISITS)
    form = SilenceForm(request.GET or None)
    members = devices.members_with_devices(request.user)
    if form.is_valid() and form.cleaned_data["silent"]:
        members = devices.silent_for(members, int(form.cleaned_data["silent"]))
    page = Paginator(members, ROWS).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    filed = Visit.objects.filter(created_by__in=rows).order_by().values_list("created_by")
    filed = dict(filed.annotate(last=Max("created_at")))
    own = Post.objects.on(timezone.localdate()).filter(user__in=rows, role__in=devices.MEMBERS).select_related("area")
    areas = {post.user_id: post.area for post in own.order_by("-pk")}
    context = {
        "form": form,
        "page": page,
        "members": [(member, areas.get(member.pk), filed.get(member.pk)) for member in rows],
        "tabs": queue_tabs(queues.counts(request.user)),
    }
    return render(request, "visits/desk_devices.html", context)

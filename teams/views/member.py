from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.exports import EXPORTING, export_list
from accounts.roles import Permission
from areas.exports import export_links
from areas.lists import order, show_page
from areas.places import with_places
from teams.filters import MemberFilter
from teams.models import Member, Membership
from teams.resources import MemberResource
from teams.tables import MemberTable


def member_list(request: HttpRequest) -> HttpResponse:
    """Persons, each once however many teams they serve in. Full phone numbers are shown when asked for, and noted."""
    exporting, user = "_export" in request.GET, request.user
    roles = EXPORTING if exporting else None
    memberships = Membership.objects.visible_to(user, roles)
    members = Member.objects.visible_to(user, roles).annotate(phone_open=Exists(contacts_of(user, OuterRef("pk"))))
    found = MemberFilter(request.GET, members, request=request, memberships=memberships)
    members = found.qs.prefetch_related(services(found))
    table = MemberTable(
        members, phones_shown="phones" in request.GET, exclude=["commune"] if found.one_commune else []
    )
    if exporting:
        order(request, table)
        table.data.data = table.data.data.prefetch_related(Prefetch("memberships", memberships, to_attr="served"))
        rows = [service for member in table.data.data for service in member.services]
        return export_list(request, MemberResource(), rows, title=_("Thành viên"), name="thanh-vien-to")
    show_page(request, table)
    may_see_phones = user.areas_where(Permission.SEE_PHONES).exists()
    if table.phones_shown and may_see_phones:
        audit.record_view(request, _("Danh sách thành viên"), len(table.page))
    context = {"filter": found, "table": table, "may_see_phones": may_see_phones, "exports": export_links(request)}
    return render(request, "teams/member_list.html", context)


def contacts_of(user, member):
    """Services of today through which the user may call the person."""
    areas = user.areas_where(Permission.SEE_PHONES).values("pk")
    return Membership.objects.on(timezone.localdate()).filter(team__area__in=areas, member=member)


def services(found: MemberFilter) -> Prefetch:
    """What a row says of the person's services: those of the day, or all where the list shows those who left."""
    listed = found.memberships.on(found.day) if found.lists_current else found.memberships
    listed = with_places(listed, found.day, "team__area").select_related("team")
    return Prefetch("memberships", listed.order_by("-valid_until", "valid_from", "pk"), to_attr="services")

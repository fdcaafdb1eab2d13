"""What the lists of teams and of members can be narrowed to."""

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter

from areas.dates import BEGINNING
from areas.forms import DayForm
from areas.lists import read_key
from areas.models import Ancestry, Area, Level
from areas.names import search_words
from teams.composition import with_rule
from teams.forms.day import day_input
from teams.models import Member, Membership, Team


class Presence(models.TextChoices):
    CURRENT = "current", _("Đang hoạt động")
    ENDED = "ended", _("Đã giải thể")
    ALL = "all", _("Tất cả")


class Service(models.TextChoices):
    CURRENT = "current", _("Đang tham gia")
    ENDED = "ended", _("Đã thôi")
    ALL = "all", _("Tất cả")


class Gap(models.TextChoices):
    LEADER = "leader", _("Chưa có tổ trưởng")
    DEPUTY = "deputy", _("Thiếu tổ phó")
    FEW = "few", _("Ít người hơn quy định")
    MANY = "many", _("Đông người hơn quy định")


ROLES = [
    (Membership.Role.LEADER.value, _("Tổ trưởng, trưởng ban")),
    (Membership.Role.DEPUTY.value, _("Tổ phó, phó trưởng ban")),
    (Membership.Role.SECRETARY.value, _("Thư ký")),
    (Membership.Role.MEMBER.value, _("Thành viên, ủy viên")),
]


def search_box(placeholder):
    return forms.TextInput(attrs={"type": "search", "placeholder": placeholder})


def communes_with_teams(request):
    """The communes of today in which the user sees a team, and the unit that the address names if it is the user's."""
    today, mine = timezone.localdate(), Area.objects.visible_to(request.user)
    teams = Team.objects.visible_to(request.user).values("area")
    held = Ancestry.objects.on(today).filter(descendant__in=teams).values("ancestor")
    communes = Area.objects.on(today).filter(level=Level.COMMUNE, pk__in=held)
    named = read_key(request.GET.get("area", ""))
    return communes | mine.filter(pk=named) if named else communes


def asked_day(request):
    """The day whose teams are listed: that of the address, else today."""
    return DayForm(request.GET).day


def day_filter():
    """Read by asked_day(); here it is checked and shown."""
    return DateFilter(
        method="on_day", label=_("Vào ngày"), widget=day_input(), validators=[MinValueValidator(BEGINNING)]
    )


class ScopedFilter(FilterSet):
    """A list narrowed by its address; a choice that does not exist, or is not the user's, leaves nothing."""

    def __init__(self, data, queryset, *, request):
        data = data.copy()
        data.setdefault("state", Presence.CURRENT)
        super().__init__(data, queryset, request=request)
        self.day = asked_day(request)
        self.one_commune = "area" not in data and len(communes_with_teams(request)[:2]) < 2
        if self.one_commune:
            del self.filters["area"]

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()

    def on_day(self, queryset, name, day):
        return queryset

    def with_words(self, queryset, name, value):
        """Rows whose key holds every typed word, whatever the tones and marks."""
        words = search_words(value)
        for word in words:
            queryset = queryset.filter(search_key__contains=word)
        return queryset if words else queryset.none()


class TeamFilter(ScopedFilter):
    q = CharFilter(method="with_words", label=_("Tìm"), widget=search_box(_("Tên tổ, tên ấp")))
    area = ModelChoiceFilter(
        queryset=communes_with_teams, method="inside", label=_("Xã, phường"), empty_label=_("Tất cả")
    )
    kind = ChoiceFilter(choices=Team.Kind.choices, label=_("Loại tổ"), empty_label=_("Tất cả các tổ"))
    gap = ChoiceFilter(choices=Gap.choices, method="with_gap", label=_("Cần bổ sung"), empty_label=_("Tất cả"))
    state = ChoiceFilter(choices=Presence.choices, method="in_state", label=_("Tình trạng"), empty_label=None)
    on = day_filter()

    class Meta:
        model = Team
        fields = ["q", "area", "kind", "gap", "state", "on"]

    @property
    def qs(self):
        """Teams; steering committees only when asked for, so that the number of rows is a number of teams."""
        return super().qs if self.lists_committees else super().qs.without_committees()

    @property
    def lists_committees(self) -> bool:
        return self.data.get("kind") == Team.Kind.STEERING

    def inside(self, queryset, name, area):
        return queryset.filter(area__in=Area.objects.under(area, self.day).values("pk"))

    def with_gap(self, queryset, name, gap):
        if gap == Gap.FEW:
            return with_rule(queryset, self.day).filter(member_count__lt=F("fewest"))
        if gap == Gap.MANY:
            return with_rule(queryset, self.day).filter(member_count__gt=F("most"))
        return queryset.lacking(gap, self.day)

    def in_state(self, queryset, name, state):
        if state == Presence.ENDED:
            return queryset.filter(valid_until__lt=self.day)
        if state == Presence.CURRENT and not self.data.get("on"):
            return queryset.filter(valid_until__gte=self.day)  # also one that begins in some days
        return queryset.on(self.day) if state == Presence.CURRENT else queryset


class MemberFilter(ScopedFilter):
    """Reads a person only through `memberships`: those that the user may see."""

    q = CharFilter(method="with_words", label=_("Tìm"), widget=search_box(_("Họ và tên")))
    area = ModelChoiceFilter(
        queryset=communes_with_teams, method="inside", label=_("Xã, phường"), empty_label=_("Tất cả")
    )
    kind = ChoiceFilter(
        choices=Team.Kind.choices, method="in_kind", label=_("Loại tổ"), empty_label=_("Tất cả các tổ")
    )
    role = ChoiceFilter(choices=ROLES, method="in_role", label=_("Nhiệm vụ"), empty_label=_("Tất cả"))
    state = ChoiceFilter(choices=Service.choices, method="in_state", label=_("Tình trạng"), empty_label=None)
    on = day_filter()

    class Meta:
        model = Member
        fields = ["q", "area", "kind", "role", "state", "on"]

    def __init__(self, data, queryset, *, request, memberships):
        super().__init__(data, queryset, request=request)
        kind = self.data.get("kind")
        self.memberships = memberships.filter(team__kind=kind) if kind else memberships.in_teams()
        self.services = self.memberships.filter(member=OuterRef("pk"))

    def in_kind(self, queryset, name, kind):
        return queryset  # through self.services

    def inside(self, queryset, name, area):
        return queryset.filter(self.serving(team__area__in=Area.objects.under(area, self.day).values("pk")))

    def in_role(self, queryset, name, role):
        return queryset.filter(self.serving(role=role))

    def in_state(self, queryset, name, state):
        serving = Exists(self.services.on(self.day))
        if state == Service.CURRENT:
            return queryset.filter(serving)
        served = queryset.filter(Exists(self.services))
        return served.filter(~serving) if state == Service.ENDED else served

    def serving(self, **conditions):
        """A membership with these properties: one of today, unless the list shows those who left."""
        services = self.services.filter(**conditions)
        return Exists(services.on(self.day) if self.lists_current else services)

    @property
    def lists_current(self) -> bool:
        return self.data["state"] == Service.CURRENT

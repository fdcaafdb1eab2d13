"""The list of campaigns, and how their rules are written."""

from datetime import date

import django_filters as filters
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table
from import_export.fields import Field

from areas.exports import ExportResource
from areas.forms import search_box
from areas.models import Area
from areas.names import fold, search_words
from reports.models import Campaign, CampaignIndicator
from reports.periods import days
from reports.rollup import Period


class Frozen(Exception):
    """Somebody froze the tables in the meantime; the rules stay as they were."""


@transaction.atomic
def write_rules(campaign: Campaign, units: list[Area], rules: list[CampaignIndicator], *, changed: bool) -> Campaign:
    """Save a campaign with its units and indicators; `changed`: the days or the units are not what they were.

    Rules that change while the campaign runs are not forbidden, an office corrects its slips; the page tells it.
    Raises Frozen, and Campaign.DoesNotExist when somebody deleted it.
    """
    if campaign.pk and Campaign.objects.select_for_update().get(pk=campaign.pk).frozen_at:
        raise Frozen(campaign.pk)
    known = [_said(rule) for rule in campaign.indicators.all()] if campaign.pk else []
    changed = changed or sorted(known) != sorted(_said(rule) for rule in rules)
    if changed and campaign.pk and campaign.start <= timezone.localdate():
        campaign.rules_changed_at = timezone.now()
    campaign.save()
    campaign.units.set(units)
    campaign.indicators.all().delete()
    for rule in rules:
        rule.campaign = campaign
    CampaignIndicator.objects.bulk_create(rules)
    return campaign


class NotMistaken(Exception):
    """The tables were frozen, or somebody contested a figure: the campaign is no slip and stays."""


@transaction.atomic
def remove(campaign: Campaign) -> None:
    """Delete a campaign that was opened by mistake. Whoever freezes it or sends an appeal at this moment waits or is
    waited for. Raises NotMistaken, and Campaign.DoesNotExist when somebody was faster."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.frozen_at or campaign.appeals.exists():
        raise NotMistaken(campaign.pk)
    campaign.delete()


def _said(rule: CampaignIndicator) -> tuple:
    return (rule.indicator_id, rule.per, rule.weight)


class CampaignFilter(filters.FilterSet):
    q = filters.CharFilter(method="named_like", label=_("Tìm"), widget=search_box(_("Tên đợt, tên địa bàn")))
    state = filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng"), choices=Campaign.State.choices, empty_label=_("Tất cả")
    )

    class Meta:
        model = Campaign
        fields = ["q", "state"]

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()

    def named_like(self, campaigns, name, text):
        """Folded in Python: the list is short, and databases fold Vietnamese each in its own way."""
        words = search_words(text)
        rows = campaigns.values_list("pk", "name", "area__kind", "area__name")
        found = [pk for pk, *told in rows if words and all(word in fold(" ".join(told)) for word in words)]
        return campaigns.filter(pk__in=found)

    def by_state(self, campaigns, name, state):
        return campaigns.in_state(state, timezone.localdate())


def told(campaign: Campaign) -> str:
    """What counts, in short names; the indicators are read along."""
    return ", ".join(rule.indicator.short_name for rule in campaign.indicators.all())


def days_of(campaign: Campaign) -> str:
    return days(Period(campaign.start, campaign.end))


PILLS = {
    Campaign.State.COMING: "neutral",
    Campaign.State.RUNNING: "info",
    Campaign.State.OVER: "behind",
    Campaign.State.FROZEN: "reached",
}


class CampaignTable(Table):
    name = Column(linkify=True, order_by=("name", "pk"), attrs={"td": {"class": "cell-main"}})
    area = Column(_("Địa bàn"), order_by=("area__sort_key", "-start", "pk"))
    start = Column(_("Thời gian"), order_by=("start", "pk"))
    indicators = Column(_("Chỉ tiêu"), orderable=False, empty_values=())
    state = Column(_("Tình trạng"), orderable=False, empty_values=())
    caption, count_label = None, _("đợt")

    class Meta:
        model = Campaign
        fields = ["name", "area", "start", "indicators", "state"]
        order_by = "-start"

    def render_start(self, record):
        return days_of(record)

    def render_indicators(self, record):
        return told(record)

    def render_state(self, record):
        state = record.state(timezone.localdate())
        return format_html('<span class="pill pill-{}">{}</span>', PILLS[state], state.label)


class CampaignResource(ExportResource):
    name = Field("name", _("Tên đợt thi đua"))
    area = Field("area", _("Địa bàn phát động"))
    start = Field("start", _("Từ ngày"))
    end = Field("end", _("Đến hết ngày"))
    indicators = Field(column_name=_("Chỉ tiêu"))
    state = Field(column_name=_("Tình trạng"))

    def dehydrate_indicators(self, campaign):
        return told(campaign)

    def dehydrate_state(self, campaign):
        return str(campaign.state(timezone.localdate()).label)


def left(campaign: Campaign, today: date) -> int:
    """Days still to come, today included; 0 when it is over."""
    return max((campaign.end - today).days + 1, 0)

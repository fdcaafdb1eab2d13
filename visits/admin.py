"""Rows to look up, never to write: a change also counts anew, which the pages of the product do."""

from django.contrib import admin

from areas.admin import ReadOnly, Scoped
from areas.names import fold
from visits.models import HeldItem, Household, Indicator, Result, Visit


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "code", "kind", "source", "valid_until", "headline"]
    list_filter = ["kind", "source", "headline"]


@admin.register(Household)
class HouseholdAdmin(Scoped, ReadOnly, admin.ModelAdmin):
    list_display = ["head_name", "area", "kind", "size"]
    list_select_related = ["area"]
    list_filter = ["kind"]
    search_fields = ["search_key"]
    exclude = ["phone"]
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class ResultInline(ReadOnly, admin.TabularInline):
    model = Result
    fields = ["indicator", "quantity"]


@admin.register(Visit)
class VisitAdmin(Scoped, ReadOnly, admin.ModelAdmin):
    list_display = ["visited_at", "household", "area", "outcome", "status", "created_by"]
    list_select_related = ["household", "area", "created_by"]
    list_filter = ["status", "outcome"]
    exclude = ["lat", "lon", "accuracy"]
    inlines = [ResultInline]
    show_full_result_count = False


@admin.register(HeldItem)
class HeldItemAdmin(Scoped, ReadOnly, admin.ModelAdmin):
    """What phones sent and nobody has decided yet."""

    list_display = ["received_at", "kind", "reason", "sent_by"]
    list_select_related = ["sent_by"]
    list_filter = ["kind"]

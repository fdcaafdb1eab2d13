from django.contrib import admin

from areas.admin import Scoped
from areas.names import fold
from teams.models import Member, Membership, Team


class MembershipInline(Scoped, admin.TabularInline):
    model = Membership
    extra = 0
    raw_id_fields = ["team", "member"]


class NamedAdmin(Scoped, admin.ModelAdmin):
    """Found by name whatever the tones and marks."""

    search_fields = ["search_key"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(Member)
class MemberAdmin(NamedAdmin):
    """Where a person is tied to an account; teams and services are kept on the pages of the product."""

    list_display = ["full_name", "birth_year", "user"]
    list_select_related = ["user"]
    fields = ["full_name", "gender", "birth_year", "phone", "position", "user"]
    autocomplete_fields = ["user"]
    inlines = [MembershipInline]


@admin.register(Team)
class TeamAdmin(NamedAdmin):
    list_display = ["name", "kind", "area", "valid_from", "valid_until"]
    list_filter = ["kind"]
    list_select_related = ["area"]
    raw_id_fields = ["area", "successor"]
    inlines = [MembershipInline]

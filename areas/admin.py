"""The directory of units, to look things up. It changes through load_areas and the pages of hamlets, since a change of
places moves what was counted; points, decision numbers and statistics may be filled in here."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from areas.models import Area, AreaStatistic, Placement, Reform, Succession


class ReadOnly:
    """Rows that are looked at and never written here."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class Scoped:
    """The rows of the user's own areas, as everywhere; a superuser looks after the whole installation."""

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else self.visible(rows, request.user)

    def visible(self, rows, user):
        return rows.visible_to(user)


class PlacementInline(ReadOnly, admin.TabularInline):
    model = Placement
    fk_name = "area"


class SuccessorInline(ReadOnly, admin.TabularInline):
    model = Succession
    fk_name = "old"
    verbose_name_plural = _("Nay là")


class PredecessorInline(ReadOnly, admin.TabularInline):
    model = Succession
    fk_name = "new"
    verbose_name_plural = _("Hình thành từ")


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ["__str__", "code", "level", "valid_from", "valid_until"]
    list_filter = ["level", "kind", "valid_until"]
    search_fields = ["search_key"]
    search_help_text = _("Tên (không dấu cũng được) hoặc mã")
    fields = ["level", "kind", "name", "code", "valid_from", "valid_until", "lat", "lon"]
    readonly_fields = ["level", "kind", "name", "code", "valid_from", "valid_until"]
    inlines = [PlacementInline, SuccessorInline, PredecessorInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset, search_term: str):
        term = search_term.strip()
        return (queryset.named_like(term) | queryset.filter(code=term) if term else queryset), False


@admin.register(Reform)
class ReformAdmin(admin.ModelAdmin):
    list_display = ["name", "decision", "effective_on"]
    search_fields = ["name", "decision"]
    readonly_fields = ["name", "effective_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(AreaStatistic)
class AreaStatisticAdmin(admin.ModelAdmin):
    list_display = ["area", "year", "households", "residents", "adults", "businesses", "source"]
    list_filter = ["year"]
    search_fields = ["area__search_key", "source"]
    list_select_related = ["area"]
    autocomplete_fields = ["area"]

from django.contrib import admin

from imports.models import ColumnMapping, Import


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """The history of imports, to read; what the files held shows on the pages of the product only."""

    list_display = ["created_at", "kind", "area", "by", "file_name", "state"]
    list_filter = ["kind", "state", "created_at"]
    search_fields = ["file_name", "by__username", "by__full_name"]
    list_select_related = ["area", "by"]
    exclude = ["decisions", "mapping"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ColumnMapping)
class ColumnMappingAdmin(admin.ModelAdmin):
    """What columns mean in the lists of an office; one that was corrected wrongly can be deleted."""

    list_display = ["area", "kind", "by", "at"]
    list_filter = ["kind"]
    list_select_related = ["area", "by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

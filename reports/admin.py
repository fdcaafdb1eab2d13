"""Rows to look up, never to write: a target changes on its own page, where each change is a version."""

from django.contrib import admin

from areas.admin import ReadOnly, Scoped
from reports.models import Target


@admin.register(Target)
class TargetAdmin(Scoped, ReadOnly, admin.ModelAdmin):
    list_display = ["area", "indicator", "start", "end", "value", "basis", "set_by", "set_at", "ended_at"]
    list_select_related = ["area", "indicator", "set_by"]
    list_filter = ["indicator", "basis", "counting", "start"]
    search_fields = ["area__search_key", "source"]
    show_full_result_count = False

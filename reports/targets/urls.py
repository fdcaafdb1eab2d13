"""Addresses of targets, part of reports.urls."""

from django.urls import path

from reports.views.cascade import target_cascade
from reports.views.targets import target_export, target_grid, target_versions

urlpatterns = [
    path("", target_grid, name="target_grid"),
    path("versions/", target_versions, name="target_versions"),
    path("cascade/", target_cascade, name="target_cascade"),
    path("export/", target_export, name="target_export"),
]

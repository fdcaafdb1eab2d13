from django.urls import path

from reports.views.dashboard import dashboard
from reports.views.export import dashboard_export
from reports.views.why import why

app_name = "reports"
urlpatterns = [
    path("reports/", dashboard, name="dashboard"),
    path("reports/export/", dashboard_export, name="dashboard_export"),
    path("reports/why/", why, name="why"),
]

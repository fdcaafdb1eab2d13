from django.urls import include, path

from reports.views.activity import activity, activity_export
from reports.views.compare import compare_page
from reports.views.dashboard import dashboard
from reports.views.export import compare_export, dashboard_export, indicator_export
from reports.views.indicator import indicator
from reports.views.links import link_list, link_made, link_new, link_open, link_revoke
from reports.views.team_facts import team_facts
from reports.views.why import why

app_name = "reports"
urlpatterns = [
    path("reports/", dashboard, name="dashboard"),
    path("reports/teams/", team_facts, name="team_facts"),
    path("reports/export/", dashboard_export, name="dashboard_export"),
    path("reports/indicator/", indicator, name="indicator"),
    path("reports/indicator/export/", indicator_export, name="indicator_export"),
    path("reports/", include("reports.league.urls")),
    path("reports/why/", why, name="why"),
    path("reports/compare/", compare_page, name="compare"),
    path("reports/compare/export/", compare_export, name="compare_export"),
    path("reports/activity/", activity, name="activity"),
    path("reports/activity/export/", activity_export, name="activity_export"),
    path("reports/targets/", include("reports.targets.urls")),
    path("reports/links/", link_list, name="link_list"),
    path("reports/links/new/", link_new, name="link_new"),
    path("reports/links/<int:pk>/", link_made, name="link_made"),
    path("reports/links/<int:pk>/revoke/", link_revoke, name="link_revoke"),
    path("s/<str:secret>/", link_open, name="link_open"),
]

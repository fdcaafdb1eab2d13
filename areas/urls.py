from django.urls import path

from areas.views import hamlets, statistics, units

app_name = "areas"
urlpatterns = [
    path("areas/", units.area_tree, name="area_tree"),
    path("areas/search/", units.area_search, name="area_search"),
    path("areas/<int:pk>/", units.area_detail, name="area_detail"),
    path("areas/<int:pk>/edit/", hamlets.hamlet_edit, name="hamlet_edit"),
    path("areas/<int:pk>/hamlets/new/", hamlets.hamlet_create, name="hamlet_create"),
    path("areas/<int:pk>/statistics/", statistics.statistic_export, name="statistic_export"),
    path("areas/<int:pk>/statistics/new/", statistics.statistic_create, name="statistic_create"),
    path("areas/statistics/<int:pk>/edit/", statistics.statistic_edit, name="statistic_edit"),
]

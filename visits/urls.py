from django.urls import path

from visits.views.sync import session, visit_sync

app_name = "visits"

urlpatterns = [
    path("visits/sync/", visit_sync, name="visit_sync"),
    path("session/", session, name="session"),
]

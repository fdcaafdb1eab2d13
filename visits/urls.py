from django.urls import path

from visits.views import capture, codes, desk, devices, held, household, indicator, rescue, shell, twins, visit
from visits.views.field import field
from visits.views.sync import session, visit_sync

app_name = "visits"

urlpatterns = [
    path("households/", household.household_list, name="household_list"),
    path("households/new/", household.household_create, name="household_create"),
    path("households/<uuid:pk>/", household.household_detail, name="household_detail"),
    path("households/<uuid:pk>/edit/", household.household_edit, name="household_edit"),
    path("households/duplicates/", twins.household_duplicates, name="household_duplicates"),
    path("households/<uuid:pk>/merge/", twins.household_merge, name="household_merge"),
    path("households/<uuid:pk>/move/", twins.household_move, name="household_move"),
    path("households/codes/", codes.code_hamlets, name="household_codes"),
    path("households/codes/<int:pk>/", codes.code_sheet, name="household_code_sheet"),
    path("households/<uuid:pk>/code/", codes.household_code, name="household_code"),
    path("q/<str:token>/", codes.open_code, name="open_code"),
    path("visits/", visit.visit_list, name="visit_list"),
    path("visits/new/", capture.visit_create, name="visit_create"),
    path("visits/sync/", visit_sync, name="visit_sync"),
    path("visits/field/", field, name="field"),
    path("visits/desk/", desk.desk_list, name="desk_list"),
    path("visits/desk/phones/", devices.desk_devices, name="desk_devices"),
    path("visits/desk/visits/<uuid:pk>/", desk.desk_visit, name="desk_visit"),
    path("visits/desk/repeats/<uuid:pk>/", desk.desk_repeat, name="desk_repeat"),
    path("visits/desk/<int:pk>/", held.desk_item, name="desk_item"),
    path("visits/desk/<int:pk>/file/", held.desk_file, name="desk_file"),
    path("visits/rescue/", rescue.desk_rescue, name="desk_rescue"),
    path("visits/rescue/<int:pk>/", rescue.desk_rescued, name="desk_rescued"),
    path("visits/<uuid:pk>/", visit.visit_detail, name="visit_detail"),
    path("visits/<uuid:pk>/edit/", visit.visit_edit, name="visit_edit"),
    path("visits/<uuid:pk>/remove/", visit.visit_remove, name="visit_remove"),
    path("indicators/", indicator.indicator_list, name="indicator_list"),
    path("indicators/new/", indicator.indicator_create, name="indicator_create"),
    path("indicators/<int:pk>/", indicator.indicator_detail, name="indicator_detail"),
    path("indicators/<int:pk>/edit/", indicator.indicator_edit, name="indicator_edit"),
    path("session/", session, name="session"),
    path("capture/", shell.capture, name="capture"),
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
]

from django.urls import path

from imports.views import batch, columns, listing, upload

app_name = "imports"

urlpatterns = [
    path("imports/", listing.import_list, name="import_list"),
    path("imports/<uuid:pk>/", batch.import_detail, name="import_detail"),
    path("imports/<uuid:pk>/progress/", batch.import_progress, name="import_progress"),
    path("imports/<uuid:pk>/retry/", batch.import_retry, name="import_retry"),
    path("imports/<uuid:pk>/decide/", batch.import_decide, name="import_decide"),
    path("imports/<uuid:pk>/options/", batch.import_options, name="import_options"),
    path("imports/<uuid:pk>/save/", batch.import_save, name="import_save"),
    path("imports/<uuid:pk>/drop/", batch.import_drop, name="import_drop"),
    path("imports/<uuid:pk>/undo/", batch.import_undo, name="import_undo"),
    path("imports/<uuid:pk>/columns/", columns.import_columns, name="import_columns"),
    path("imports/<uuid:pk>/marked/", batch.import_marked, name="import_marked"),
    path("imports/<slug:kind>/", upload.import_upload, name="import_upload"),
    path("imports/<slug:kind>/template/", upload.import_template, name="import_template"),
]

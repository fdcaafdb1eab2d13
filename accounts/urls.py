from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/passwords/", views.passwords, name="passwords"),
    path("accounts/roles/", views.role_table, name="role_table"),
]

"""Campaigns, their league tables, proposals for awards, and appeals."""

from django.urls import path

from reports.views import appeals, awards, campaigns, league

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("campaigns/new/", campaigns.campaign_create, name="campaign_create"),
    path("campaigns/<int:pk>/", league.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/freeze/", campaigns.campaign_freeze, name="campaign_freeze"),
    path("campaigns/<int:pk>/delete/", campaigns.campaign_delete, name="campaign_delete"),
    path("campaigns/<int:pk>/awards/", awards.campaign_awards, name="campaign_awards"),
    path("campaigns/<int:pk>/<slug:league>/", league.campaign_detail, name="campaign_league"),
    path("campaigns/<int:pk>/<slug:league>/<str:key>/", league.campaign_line, name="campaign_line"),
    path("appeals/", appeals.appeal_list, name="appeal_list"),
    path("appeals/new/", appeals.appeal_create, name="appeal_create"),
    path("appeals/<int:pk>/", appeals.appeal_detail, name="appeal_detail"),
    path("appeals/<int:pk>/answer/", appeals.appeal_answer, name="appeal_answer"),
]

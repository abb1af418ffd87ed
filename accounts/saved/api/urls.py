from __future__ import annotations

from django.urls import path

from accounts.saved.api import views

urlpatterns = [
    path("saved-views/", views.SavedViewsView.as_view(), name="api_saved_views"),
    path("saved-views/<uuid:key>/", views.SavedViewView.as_view(), name="api_saved_view"),
]

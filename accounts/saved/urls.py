from __future__ import annotations

from django.urls import path

from accounts.saved import views

urlpatterns = [
    path("saved-views/of/<slug:page>/", views.saved_views, name="saved_views"),
    path("saved-views/of/<slug:page>/undo/", views.saved_view_undo, name="saved_view_undo"),
    path("saved-views/<uuid:pk>/", views.saved_view_rename, name="saved_view_rename"),
    path("saved-views/<uuid:pk>/delete/", views.saved_view_delete, name="saved_view_delete"),
]

from __future__ import annotations

from django.urls import path

from purchases.pages.warranties import views

urlpatterns = [
    path("things/warranties/", views.warranties, name="warranties"),
    path("things/warranties/replacing/", views.warranties_replacing, name="warranties_replacing"),
    path("things/warranties/goal/", views.warranties_goal, name="warranties_goal"),
]

from __future__ import annotations

from django.urls import path

from purchases.worth import views

urlpatterns = [path("things/<uuid:pk>/worth/", views.thing_worth, name="thing_worth")]

from __future__ import annotations

from django.urls import path

from purchases.pages.bought import views

urlpatterns = [path("things/analytics/", views.bought, name="bought")]

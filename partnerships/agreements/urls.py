from __future__ import annotations

from django.urls import path

from partnerships.agreements.views import pages

urlpatterns = [
    path("together/split/", pages.split, name="split"),
    path("together/split/preview/", pages.split_preview, name="split_preview"),
    path("together/split/threshold/", pages.split_threshold, name="split_threshold"),
    path("together/split/mode/", pages.split_mode, name="split_mode"),
]

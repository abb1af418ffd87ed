from __future__ import annotations

from django.urls import path

from partnerships.together.views import pages

urlpatterns = [
    path("together/", pages.together, name="together"),
    path("together/parts/<str:name>/", pages.together_part, name="together_part"),
]

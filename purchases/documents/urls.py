from __future__ import annotations

from django.urls import path

from purchases.documents import panel as panel  # fills its places
from purchases.documents.views import changing, reading

urlpatterns = [
    path("things/papers/", changing.papers, name="papers"),
    path("papers/<uuid:pk>/", reading.paper, name="paper"),
    path("papers/<uuid:pk>/thumbnail/", reading.paper_thumbnail, name="paper_thumbnail"),
    path("papers/<uuid:pk>/change/", changing.paper_change, name="paper_change"),
    path("papers/<uuid:pk>/attach/", changing.paper_attach, name="paper_attach"),
    path("papers/<uuid:pk>/detach/", changing.paper_detach, name="paper_detach"),
    path("papers/<uuid:pk>/delete/", changing.paper_delete, name="paper_delete"),
]

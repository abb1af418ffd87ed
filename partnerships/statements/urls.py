from __future__ import annotations

from django.urls import path

from partnerships.statements.views import pages

urlpatterns = [
    path("together/statement/", pages.statement, name="statement"),
    path("together/settle/", pages.settle_up, name="settle_up"),
    path("together/settlements/<uuid:pk>/", pages.settlement, name="settlement"),
    path("together/settlements/<uuid:pk>/undo/", pages.settlement_undo, name="settlement_undo"),
    path("together/contributions/", pages.contributions, name="contributions"),
    path("together/contributions/<str:month>/mark/", pages.contribution_mark, name="contribution_mark"),
    path("together/contributions/<str:month>/unmark/", pages.contribution_unmark, name="contribution_unmark"),
]

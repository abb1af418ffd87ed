from __future__ import annotations

from django.urls import path

from partnerships.dates.views import lines, pages

urlpatterns = [
    path("together/date/", pages.money_date, name="money_date"),
    path("together/date/begin/", pages.money_date_begin, name="money_date_begin"),
    path("together/date/step/", pages.money_date_step, name="money_date_step"),
    path("together/date/settle/", pages.money_date_settle, name="money_date_settle"),
    path("together/date/finish/", pages.money_date_finish, name="money_date_finish"),
    path("together/date/take/", lines.money_date_take, name="money_date_take"),
    path("together/date/transactions/<uuid:pk>/", lines.money_date_line, name="money_date_line"),
    path("together/date/transactions/<uuid:pk>/undo/", lines.money_date_line_undo, name="money_date_line_undo"),
    path("together/date/transactions/<uuid:pk>/whose/", lines.money_date_whose, name="money_date_whose"),
]

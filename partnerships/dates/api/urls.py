from __future__ import annotations

from django.urls import path

from partnerships.dates.api import views

urlpatterns = [
    path("partnerships/current/money-date/", views.MoneyDateView.as_view(), name="api_money_date"),
    path("partnerships/current/money-date/step/", views.MoneyDateStepView.as_view(), name="api_money_date_step"),
    path("partnerships/current/money-date/finish/", views.MoneyDateFinishView.as_view(), name="api_money_date_finish"),
]

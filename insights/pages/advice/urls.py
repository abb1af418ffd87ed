from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from insights.pages.advice import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("advice/", views.advice, name="advice"),
    path("advice/<uuid:pk>/", views.advice_answer, name="advice_answer"),
    path("advice/<uuid:pk>/ask/", views.advice_ask, name="advice_ask"),
    path("advice/<uuid:pk>/buy/", views.advice_buy, name="advice_buy"),
    path("advice/<uuid:pk>/remind/", views.advice_remind, name="advice_remind"),
    path("advice/<uuid:pk>/unremind/", views.advice_unremind, name="advice_unremind"),
    path("advice/<uuid:pk>/drop/", views.advice_drop, name="advice_drop"),
    path("advice/<uuid:pk>/delete/", views.advice_delete, name="advice_delete"),
]

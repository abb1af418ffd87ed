from __future__ import annotations

from django.urls import include, path

from accounts.api import views
from accounts.api.avatar import AvatarView

urlpatterns = [
    path("me/", views.MeView.as_view(), name="api_me"),
    path("", include("accounts.keys.api.urls")),
    path("me/income/", views.IncomeView.as_view(), name="api_me_income"),
    path("me/avatar/", AvatarView.as_view(), name="api_me_avatar"),
]

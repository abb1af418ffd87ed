from __future__ import annotations

from django.urls import path

from ledger.pairing.api import views

urlpatterns = [
    path("pairs/", views.PairsView.as_view(), name="api_pairs"),
    path("pairs/<uuid:key>/", views.PairView.as_view(), name="api_pair"),
    path("pairs/<uuid:key>/acceptance/", views.AcceptanceView.as_view(), name="api_pair_acceptance"),
    path("pairs/<uuid:key>/rejection/", views.RejectionView.as_view(), name="api_pair_rejection"),
]

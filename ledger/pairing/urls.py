from django.urls import path

from ledger.pairing.views import by_hand, pages

urlpatterns = [
    path("transactions/pairs/", pages.pairs, name="pairs"),
    path("transactions/pairs/acceptance/", pages.pairs_accept, name="pairs_accept"),
    path("transactions/pairs/undo/", pages.pairs_undo, name="pairs_undo"),
    path("transactions/pairs/search/", pages.pairs_look, name="pairs_look"),
    path("transactions/pairs/<uuid:pk>/acceptance/", pages.pair_accept, name="pair_accept"),
    path("transactions/pairs/<uuid:pk>/rejection/", pages.pair_decline, name="pair_decline"),
    path("transactions/pairs/<uuid:pk>/undo/", pages.pair_undo, name="pair_undo"),
    path("transactions/<uuid:pk>/pair/", by_hand.pair_choose, name="pair_choose"),
    path("transactions/<uuid:pk>/part/", by_hand.pair_part, name="pair_part"),
]

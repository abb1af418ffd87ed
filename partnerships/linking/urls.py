from __future__ import annotations

from django.urls import path

from partnerships.linking.views import decisions, pages

urlpatterns = [
    path("together/expenses/found/", pages.shared_found, name="shared_found"),
    path("together/expenses/found/<uuid:pk>/accept/", decisions.shared_found_accept, name="shared_found_accept"),
    path("together/expenses/found/<uuid:pk>/decline/", decisions.shared_found_decline, name="shared_found_decline"),
    path("together/expenses/found/<uuid:pk>/undo/", decisions.shared_found_undo, name="shared_found_undo"),
    path("transactions/import/<uuid:pk>/found/", pages.shared_found_import, name="shared_found_import"),
]

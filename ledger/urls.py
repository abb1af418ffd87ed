from django.urls import include, path

urlpatterns = [
    path("transactions/import/", include("ledger.imports.urls")),
    path("", include("ledger.core.urls")),
]

from django.urls import include, path

urlpatterns = [
    path("transactions/import/", include("ledger.imports.urls")),
    path("demo/", include("ledger.demo.urls")),
    path("", include("ledger.core.urls")),
]

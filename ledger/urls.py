from django.urls import include, path

urlpatterns = [
    path("transactions/import/", include("ledger.imports.urls")),
    path("demo/", include("ledger.demo.urls")),
    path("", include("ledger.exporting.urls")),
    path("", include("ledger.recurring.urls")),
    path("", include("ledger.budgets.urls")),
    path("", include("ledger.goals.urls")),
    path("", include("ledger.reconciling.urls")),
    path("", include("ledger.pairing.urls")),
    path("", include("ledger.categorising.urls")),
    path("", include("ledger.core.urls")),
]

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("partnerships.core.api.urls")),
    path("", include("partnerships.inviting.api.urls")),
    path("", include("partnerships.approvals.api.urls")),
    path("", include("partnerships.agreements.api.urls")),
    path("", include("partnerships.sharing.api.urls")),
    path("", include("partnerships.expenses.api.urls")),
    path("", include("partnerships.statements.api.urls")),
    path("", include("partnerships.linking.api.urls")),
    path("", include("partnerships.dates.api.urls")),
]

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("partnerships.core.urls")),
    path("", include("partnerships.together.urls")),
    path("", include("partnerships.inviting.urls")),
    path("", include("partnerships.approvals.urls")),
    path("", include("partnerships.agreements.urls")),
    path("", include("partnerships.sharing.urls")),
    path("", include("partnerships.expenses.urls")),
    path("", include("partnerships.statements.urls")),
    path("", include("partnerships.linking.urls")),
    path("", include("partnerships.dates.urls")),
]

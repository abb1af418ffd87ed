from __future__ import annotations

from django.urls import path

from insights.anomalies.api.views import AnomaliesView, VerdictView

urlpatterns = [
    path("insights/anomalies/", AnomaliesView.as_view(), name="api_anomalies"),
    path("insights/anomalies/<uuid:key>/verdict/", VerdictView.as_view(), name="api_anomaly_verdict"),
]

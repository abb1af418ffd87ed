from __future__ import annotations

from django.urls import path

from ledger.exporting.api.views import TransactionExportView

urlpatterns = [path("exports/transactions/", TransactionExportView.as_view(), name="api_export_transactions")]

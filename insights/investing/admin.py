"""That somebody decided how to invest. What they decided is theirs."""

from __future__ import annotations

from django.contrib import admin

from config.kernel.admin import ReadOnlyAdmin
from insights.investing.models import InvestingPlan


@admin.register(InvestingPlan)
class InvestingPlanAdmin(ReadOnlyAdmin):
    list_display = ("id", "created_at", "updated_at")
    fields = ("id", "created_at", "updated_at", "version")

"""What staff see of words on payments: that there are some. Whom they paid is theirs."""

from __future__ import annotations

from django.contrib import admin

from config.kernel.admin import ReadOnlyAdmin
from insights.anomalies.models import Usual


@admin.register(Usual)
class UsualAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "created_at")
    list_filter = ("kind",)
    fields = ("id", "kind", "currency", "created_at")

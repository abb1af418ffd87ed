"""What staff see of advice: that there is some, never of what."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from config.kernel.admin import ReadOnlyAdmin
from insights.advice.models import Advice


@admin.register(Advice)
class AdviceAdmin(ReadOnlyAdmin):
    list_display = ("id", "decision", "outcome", "created_at")
    list_filter = ("decision", "outcome")
    fields = ("id", "decision", "outcome", "confidence", "remind_on", "created_at")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Advice | None:
        """Under its id: titles and paths would say what somebody would like to have."""
        advice: Advice | None = super().get_object(request, object_id, from_field)
        if advice is not None:
            advice.item_description = str(advice.pk)
        return advice

"""What staff see of insights: that there are some, never what they say."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.kernel.admin import ReadOnlyAdmin
from insights.feed.models import Insight, MonthWords


@admin.register(Insight)
class InsightAdmin(ReadOnlyAdmin):
    names = _("insight"), _("insights")
    list_display = ("id", "insight_type", "written_by", "created_at", "expires_at")
    list_filter = ("insight_type", "written_by")
    fields = ("id", "insight_type", "kind", "written_by", "created_at", "expires_at", "read_at", "dismissed_at")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Insight | None:
        """Under its id: its cause names what it is about."""
        insight: Insight | None = super().get_object(request, object_id, from_field)
        if insight is not None:
            insight.cause = str(insight.pk)
        return insight


@admin.register(MonthWords)
class MonthWordsAdmin(ReadOnlyAdmin):
    names = _("month in words"), _("months in words")
    list_display = ("id", "month", "written_by", "created_at")
    list_filter = ("written_by",)
    fields = ("id", "month", "written_by", "created_at")

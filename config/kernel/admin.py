"""Jobs, kept mail and the audit trail, for staff to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.kernel import jobs
from config.kernel.models import AuditEntry, Job, KeptMail

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(_ModelAdmin):
    """Rows the product writes and nobody edits. `names`: what one is called, and several; see `staff_site.Site`."""

    names: ClassVar[tuple[StrPromise, StrPromise] | None] = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    names = _("job"), _("jobs")
    list_display = ("kind", "status", "attempts", "created_at", "run_after", "finished_at", "error")
    list_filter = ("status", "kind")
    ordering = ("-created_at",)
    actions = ("run_again",)

    @admin.action(description=_("Run again"), permissions=["view"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        started = sum(jobs.run_again(job) for job in queryset)
        text = ngettext("%(count)d job runs again.", "%(count)d jobs run again.", started) % {"count": started}
        self.message_user(request, text, messages.SUCCESS if started else messages.WARNING)


@admin.register(KeptMail)
class KeptMailAdmin(ReadOnlyAdmin):
    names = _("kept mail"), _("kept mails")
    list_display = ("to", "subject", "created_at")
    search_fields = ("to", "subject")
    ordering = ("-created_at",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    names = _("audit entry"), _("audit entries")
    list_display = ("at", "action", "person", "address")
    list_filter = ("action",)
    list_select_related = ("person",)
    date_hierarchy = "at"
    ordering = ("-at",)

"""What staff see of the partnerships: that things exist and how they were decided. Never names, amounts or words."""

from __future__ import annotations

from django.contrib import admin

from config.kernel.admin import ReadOnlyAdmin
from partnerships.agreements.models import Agreement
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.inviting.models import Invitation


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "status", "created_at", "responded_at")
    list_filter = ("kind", "status")
    fields = ("id", "kind", "status", "created_at", "expires_at", "responded_at")


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ("id", "starts_on", "method", "agreed_at")
    list_filter = ("method",)
    fields = ("id", "starts_on", "method", "agreed_at")


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    """Under its id: who the two are is theirs."""

    list_display = ("id", "status", "mode", "started_on", "ended_on")
    list_filter = ("status", "mode")
    fields = ("id", "status", "mode", "currency", "started_on", "ended_on", "created_at", "updated_at", "version")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("id", "status", "created_at", "expires_at", "decided_at")
    list_filter = ("status",)
    fields = ("id", "status", "method", "created_at", "expires_at", "decided_at")

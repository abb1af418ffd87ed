"""What staff see of the partnerships: that things exist and how they were decided. Never names, amounts or words."""

from __future__ import annotations

from django.contrib import admin

from config.kernel.admin import ReadOnlyAdmin
from partnerships.agreements.models import Agreement
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.dates.models import MoneyDate
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.inviting.models import Invitation
from partnerships.linking.models import LinkProposal
from partnerships.sharing.models import JointTime, PersonalLine, SharingRule
from partnerships.statements.models import Contribution, Settlement


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


@admin.register(SharedExpense)
class SharedExpenseAdmin(ReadOnlyAdmin):
    list_display = ("id", "frequency", "status", "created_at")
    list_filter = ("status", "frequency")
    fields = ("id", "frequency", "status", "created_at", "updated_at", "version")


@admin.register(SharedPayment)
class SharedPaymentAdmin(ReadOnlyAdmin):
    list_display = ("id", "paid_on", "counts", "created_at")
    list_filter = ("counts",)
    fields = ("id", "due_on", "paid_on", "counts", "created_at", "version")


@admin.register(Settlement)
class SettlementAdmin(ReadOnlyAdmin):
    list_display = ("id", "number", "settled_on", "created_at")
    fields = ("id", "number", "settled_on", "created_at", "version")


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    list_display = ("id", "month", "paid_on", "created_at")
    fields = ("id", "month", "paid_on", "marked_at", "created_at", "version")


@admin.register(SharingRule)
class SharingRuleAdmin(ReadOnlyAdmin):
    """That there is one: which account or category is theirs."""

    list_display = ("id", "since", "created_at")
    fields = ("id", "since", "created_at")


@admin.register(JointTime)
class JointTimeAdmin(ReadOnlyAdmin):
    list_display = ("id", "since", "until")
    fields = ("id", "since", "until")


@admin.register(PersonalLine)
class PersonalLineAdmin(ReadOnlyAdmin):
    list_display = ("id", "created_at")
    fields = ("id", "created_at")


@admin.register(LinkProposal)
class LinkProposalAdmin(ReadOnlyAdmin):
    list_display = ("id", "status", "created_at", "decided_at")
    list_filter = ("status",)
    fields = ("id", "status", "created_at", "decided_at")


@admin.register(MoneyDate)
class MoneyDateAdmin(ReadOnlyAdmin):
    list_display = ("id", "week", "step", "finished_at")
    fields = ("id", "week", "step", "started_at", "finished_at", "version")

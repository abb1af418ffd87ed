"""What staff see of the partnerships: that things exist and how they were decided. Never names, amounts or words."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

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
    names = _("approval"), _("approvals")
    list_display = ("id", "kind", "status", "created_at", "responded_at")
    list_filter = ("kind", "status")
    fields = ("id", "kind", "status", "created_at", "expires_at", "responded_at")


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    names = _("agreement"), _("agreements")
    list_display = ("id", "starts_on", "method", "agreed_at")
    list_filter = ("method",)
    fields = ("id", "starts_on", "method", "agreed_at")


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    """Under its id: who the two are is theirs."""

    names = _("partnership"), _("partnerships")
    list_display = ("id", "status", "mode", "started_on", "ended_on")
    list_filter = ("status", "mode")
    fields = ("id", "status", "mode", "currency", "started_on", "ended_on", "created_at", "updated_at", "version")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    names = _("invitation"), _("invitations")
    list_display = ("id", "status", "created_at", "expires_at", "decided_at")
    list_filter = ("status",)
    fields = ("id", "status", "method", "created_at", "expires_at", "decided_at")


@admin.register(SharedExpense)
class SharedExpenseAdmin(ReadOnlyAdmin):
    names = _("shared expense"), _("shared expenses")
    list_display = ("id", "frequency", "status", "created_at")
    list_filter = ("status", "frequency")
    fields = ("id", "frequency", "status", "created_at", "updated_at", "version")


@admin.register(SharedPayment)
class SharedPaymentAdmin(ReadOnlyAdmin):
    names = _("shared payment"), _("shared payments")
    list_display = ("id", "paid_on", "counts", "created_at")
    list_filter = ("counts",)
    fields = ("id", "due_on", "paid_on", "counts", "created_at", "version")


@admin.register(Settlement)
class SettlementAdmin(ReadOnlyAdmin):
    names = _("settlement"), _("settlements")
    list_display = ("id", "number", "settled_on", "created_at")
    fields = ("id", "number", "settled_on", "created_at", "version")


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    names = _("contribution"), _("contributions")
    list_display = ("id", "month", "paid_on", "created_at")
    fields = ("id", "month", "paid_on", "marked_at", "created_at", "version")


@admin.register(SharingRule)
class SharingRuleAdmin(ReadOnlyAdmin):
    """That there is one: which account or category is theirs."""

    names = _("rule of sharing"), _("rules of sharing")
    list_display = ("id", "since", "created_at")
    fields = ("id", "since", "created_at")


@admin.register(JointTime)
class JointTimeAdmin(ReadOnlyAdmin):
    names = _("joint time"), _("joint times")
    list_display = ("id", "since", "until")
    fields = ("id", "since", "until")


@admin.register(PersonalLine)
class PersonalLineAdmin(ReadOnlyAdmin):
    names = _("personal line"), _("personal lines")
    list_display = ("id", "created_at")
    fields = ("id", "created_at")


@admin.register(LinkProposal)
class LinkProposalAdmin(ReadOnlyAdmin):
    names = _("proposed link"), _("proposed links")
    list_display = ("id", "status", "created_at", "decided_at")
    list_filter = ("status",)
    fields = ("id", "status", "created_at", "decided_at")


@admin.register(MoneyDate)
class MoneyDateAdmin(ReadOnlyAdmin):
    names = _("money date"), _("money dates")
    list_display = ("id", "week", "step", "finished_at")
    fields = ("id", "week", "step", "started_at", "finished_at", "version")

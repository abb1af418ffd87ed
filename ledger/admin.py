"""What staff see of the ledger: that accounts exist, and the categories. Never amounts, never lines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.kernel.admin import ReadOnlyAdmin
from ledger.budgets.models import Budget
from ledger.categorising.models import Rule
from ledger.core.models import Category, MoneyAccount
from ledger.goals.models import Goal
from ledger.holdings.models import Position
from ledger.holdings.wallet_models import Wallet
from ledger.imports.models import Import


@admin.register(MoneyAccount)
class MoneyAccountAdmin(ReadOnlyAdmin):
    names = _("account"), _("accounts")
    list_display = ("id", "type", "subtype", "currency", "closed_on", "created_at")
    list_filter = ("type", "subtype", "currency")
    fields = ("id", "type", "subtype", "is_liability", "currency", "closed_on", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> MoneyAccount | None:
        """Under its id: titles and paths would say the name, and what people call their accounts is theirs."""
        account: MoneyAccount | None = super().get_object(request, object_id, from_field)
        if account is not None:
            account.name = str(account.pk)
        return account


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    """The shared ones; a person's own are the person's."""

    list_display = ("name", "parent", "kind", "bucket", "necessity_score", "default_allocation_percent")
    list_filter = ("kind", "bucket")
    search_fields = ("name",)
    list_select_related = ("parent",)
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(owner__isnull=True, household__isnull=True)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    names = _("import"), _("imports")
    list_display = ("id", "format", "status", "error", "new_count", "duplicate_count", "refused_count", "created_at")
    list_filter = ("status", "format")
    fields = ("id", "format", "status", "error", "total_count", "done_count", "new_count", "refused_count", "job")


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    """That a month is planned. What of it is people's own."""

    names = _("budget"), _("budgets")
    list_display = ("id", "month", "currency", "status", "created_at")
    list_filter = ("status", "currency")
    fields = ("id", "month", "currency", "status", "closed_at", "created_at", "updated_at", "version")


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    """That a rule is there and how often it acted. What people write into one is theirs."""

    names = _("rule"), _("rules")
    list_display = ("id", "is_active", "used_count", "created_at")
    list_filter = ("is_active",)
    fields = ("id", "is_active", "position", "used_count", "created_at", "updated_at", "version")


@admin.register(Goal)
class GoalAdmin(ReadOnlyAdmin):
    """That there is one, and how it stands. What for, and how much, is theirs."""

    names = _("goal"), _("goals")
    list_display = ("id", "goal_type", "status", "created_at")
    list_filter = ("status", "goal_type")
    fields = ("id", "goal_type", "status", "currency", "target_date", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Goal | None:
        """Under its id: titles and paths would say the name."""
        goal: Goal | None = super().get_object(request, object_id, from_field)
        if goal is not None:
            goal.name = str(goal.pk)
        return goal


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    """That there is one. Of what, and how much, is theirs."""

    names = _("position"), _("positions")
    list_display = ("id", "kind", "closed_on", "created_at")
    list_filter = ("kind",)
    fields = ("id", "kind", "currency", "opened_on", "closed_on", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Position | None:
        """Under its id: titles and paths would say the name."""
        position: Position | None = super().get_object(request, object_id, from_field)
        if position is not None:
            position.name = str(position.pk)
        return position


@admin.register(Wallet)
class WalletAdmin(ReadOnlyAdmin):
    """That one is linked, and whether it is read. Its address would tell all of its movements."""

    names = _("wallet"), _("wallets")
    list_display = ("id", "chain", "sync_status", "sync_error", "last_synced_at", "created_at")
    list_filter = ("chain", "sync_status", "sync_error")
    fields = ("id", "chain", "sync_status", "sync_error", "refused_count", "last_synced_at", "created_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Wallet | None:
        """Under its id: titles and paths would say the name."""
        wallet: Wallet | None = super().get_object(request, object_id, from_field)
        if wallet is not None:
            wallet.name = str(wallet.pk)
        return wallet

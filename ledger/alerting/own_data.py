"""Plans, goals, what comes back and what is held, in a person's archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, F, When

from accounts.models import User
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.categorising.models import PayeeChoice
from ledger.core.models import ExchangeRate, Transaction
from ledger.exporting.selection import category_keys, select
from ledger.goals.models import Goal, GoalContribution
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.imports.models import Import
from ledger.recurring.models import Recurring, RecurringDay

_BUDGET = ("id", "household_id", "month", "currency", "total_income", "risk_tolerance", "status", "closed_at")
_GOAL = (
    "id", "household_id", "name", "description", "goal_type", "target_amount", "saved_amount", "yield_earned",
    "currency", "monthly_amount", "target_date", "priority", "category_id", "account_id", "icon", "color", "status",
    "completed_on", "created_at",
)  # fmt: skip
_RECURRING = (
    "id", "account_id", "to_account_id", "kind", "amount", "to_amount", "payee", "notes", "category_id", "frequency",
    "interval", "starts_on", "ends_on", "next_on", "books", "status", "paused_because", "created_at",
)  # fmt: skip
_POSITION = (
    "id", "account_id", "name", "symbol", "kind", "protocol_name", "position_id", "asset_address", "currency",
    "shares", "entry_price", "cost", "invested", "returned", "yield_earned", "price", "current_value", "valued_on",
    "apy", "opened_on", "closed_on", "note", "created_at",
)  # fmt: skip
_CHAIN = (
    "wallet_id", "event_id", "transaction_hash", "block_number", "timestamp", "amount", "token_address",
    "token_symbol", "transaction_type", "is_incoming", "recipient_address", "gas_used", "gas_price", "not_booked",
    "metadata",
)  # fmt: skip
_CONTRIBUTION = ("goal_id", "kind", "amount", "on", "note", "counts", "entry")
_MOVE = ("position_id", "kind", "on", "shares", "price", "amount", "note", "entry")
_IMPORT = ("filename", "format", "status", "new_count", "duplicate_count", "refused_count", "created_at", "undone_at")


@keeps_of_person
def naming_members(person: User) -> Iterator[Member]:
    """What ids of accounts and categories mean elsewhere: the place in ledger.json, the key as ledger.json has it."""
    yield tables("names.json", {"accounts": lambda: _places(person), "categories": lambda: _keys(person)})


def _places(person: User) -> Iterator[Mapping[str, Any]]:
    return ({"id": each.pk, "place": place} for place, each in enumerate(select(person).accounts))


def _keys(person: User) -> Iterator[Mapping[str, Any]]:
    return ({"id": key, "key": name} for key, name in category_keys(person).items())


def _own(person: User) -> Case:
    """The payment's id where it is the person's to change, so that no line of anybody else is named. One query, now."""
    own = Transaction.objects.owned_by(person).values("pk")
    return Case(When(transaction__in=own, then=F("transaction_id")))


@keeps_of_person
def planning_members(person: User) -> Iterator[Member]:
    """Shared plans and goals too: both see them."""
    budgets, goals = Budget.objects.visible_to(person), Goal.objects.visible_to(person)
    yield tables(
        "plans.json",
        {
            "budgets": lambda: rows(budgets, *_BUDGET),
            "allocations": lambda: rows(
                Allocation.objects.filter(budget__in=budgets.values("pk")),
                "budget_id", "category_id", "goal_id", "allocated_amount", "carried_amount", "basis",
            ),
            "rolls_over": lambda: rows(
                RollsOver.objects.visible_to(person), "household_id", "category_id", "takes_debt_along"
            ),
            "goals": lambda: rows(goals, *_GOAL),
            "goal_contributions": lambda: rows(
                GoalContribution.objects.filter(goal__in=goals.values("pk")).annotate(entry=_own(person)),
                *_CONTRIBUTION,
            ),
        },
    )  # fmt: skip
    series = Recurring.objects.owned_by(person)
    yield tables(
        "recurring.json",
        {
            "recurring": lambda: rows(series, *_RECURRING),
            "days": lambda: rows(
                RecurringDay.objects.filter(recurring__in=series.values("pk")).annotate(entry=_own(person)),
                "recurring_id", "due_on", "status", "entry",
            ),
        },
    )  # fmt: skip


@keeps_of_person
def holding_members(person: User) -> Iterator[Member]:
    positions, wallets = Position.objects.owned_by(person), Wallet.objects.owned_by(person)
    held = {"position__in": positions.values("pk")}
    yield tables(
        "holdings.json",
        {
            "positions": lambda: rows(positions, *_POSITION),
            "moves": lambda: rows(PositionMove.objects.filter(**held).annotate(entry=_own(person)), *_MOVE),
            "values": lambda: rows(
                PositionValue.objects.filter(**held), "position_id", "on", "value", "price", "source"
            ),
            "wallets": lambda: rows(wallets, "id", "account_id", "chain", "address", "name", "created_at"),
            "wallet_transactions": lambda: rows(
                WalletTransaction.objects.filter(wallet__in=wallets.values("pk")), *_CHAIN
            ),
        },
    )  # fmt: skip
    yield tables(
        "learned.json",
        {
            "payees": lambda: rows(
                PayeeChoice.objects.filter(person=person), "payee_key", "kind", "category_id", "times"
            ),
            "exchange_rates": lambda: rows(
                ExchangeRate.objects.owned_by(person), "base", "currency", "on", "rate", "source"
            ),
            "imports": lambda: rows(Import.objects.visible_to(person), *_IMPORT),
        },
    )

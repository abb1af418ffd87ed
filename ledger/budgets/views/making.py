"""A month that has no plan yet: what is usual, and what a plan of it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from config.kernel.money import ZERO
from ledger.budgets.claims import Claims
from ledger.budgets.forms import MakeForm, typed
from ledger.budgets.generating import GUIDE, Share
from ledger.budgets.models import Allocation
from ledger.budgets.services import check_amount, prepared
from ledger.budgets.services.making import risk_of
from ledger.budgets.views.shown import BUCKETS
from ledger.core.category_tree import CategoryNode
from ledger.core.models import Category
from ledger.goals.models import Goal


@dataclass(frozen=True, slots=True)
class Proposed:
    """One share of what would be planned; `basis` says in words where it comes from."""

    look: CategoryNode | None
    name: str
    amount: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    title: str
    guide: int
    percent: int
    rows: Sequence[Proposed]

    @property
    def amount(self) -> Decimal:
        return sum((each.amount for each in self.rows), ZERO)


def make_context(user: User, month: date, form: MakeForm, *, household: bool) -> dict[str, Any]:
    """The form and what it comes to, as long as the income can be read. Queries as `claims_of`, and one."""
    try:
        claims = prepared(person=user, month=month, household=household)
    except ValidationError as refused:
        return {"form": form, "refusal": refused.messages[0]}
    currency = claims.purse.currency
    income = claims.usual_income
    if form.is_valid() and form.cleaned_data["total_income"] is not None:
        income = form.cleaned_data["total_income"]
        try:
            check_amount(income, currency, "total_income")
        except ValidationError as refused:
            form.refused(refused)
            income = None
    context: dict[str, Any] = {"form": form, "income": income, "currency": currency}
    if income is None:
        return context
    risk = risk_of(user, household=household)
    shares = claims.shares(income, risk)
    return context | {"income_text": typed(income), "groups": _groups(claims, shares, income, risk)}


def _groups(claims: Claims, shares: Sequence[Share], income: Decimal, risk: str) -> list[ProposedGroup]:
    goals = Goal.objects.filter(pk__in=[each.key for each in shares if each.is_goal])
    names: dict[UUID, str] = dict(goals.values_list("pk", "name"))
    by_bucket: dict[str, list[Proposed]] = {each.value: [] for each in BUCKETS}
    for share in sorted(shares, key=lambda each: (-each.amount, str(each.key))):
        if not share.amount:
            continue
        node = None if share.is_goal else claims.purse.tree.get(share.key)
        bucket = Category.Bucket.SAVINGS.value if node is None else node.bucket
        name = node.name if node else names.get(share.key, "")
        basis = str(Allocation.Basis(share.basis).label)
        by_bucket.setdefault(bucket, []).append(Proposed(node, name, share.amount, basis))
    return [
        ProposedGroup(
            str(bucket.label),
            GUIDE[risk][bucket.value],
            _percent(by_bucket[bucket.value], income),
            by_bucket[bucket.value],
        )
        for bucket in BUCKETS
        if by_bucket[bucket.value]
    ]


def _percent(rows: Sequence[Proposed], income: Decimal) -> int:
    total = sum((each.amount for each in rows), ZERO)
    return round(total * 100 / income) if income else 0

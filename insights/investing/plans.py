"""The plan a person's rules measure by: their own, or what is usual for their risk tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from insights.investing.models import LARGEST_FEE, InvestingPlan
from ledger.core.errors import Conflict, FieldError
from ledger.holdings.models import Position

Kind = Position.Kind
Tolerance = User.RiskTolerance
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Plan:
    """`targets`: per cent of all positions by kind, adding up to 100. The limits as of InvestingPlan.

    `has_own_targets`: the person chose them. `version` 0: nothing of it is the person's.
    """

    targets: Mapping[str, Decimal]
    position_limit: int
    protocol_limit: int
    currency_limit: int
    cash_months: int
    fee_limit: Decimal
    tolerance: str
    has_own_targets: bool = False
    version: int = 0


def _targets(**percent: int) -> Mapping[str, Decimal]:
    return MappingProxyType({Kind(key).value: Decimal(value) for key, value in percent.items()})


# A beginning for somebody who has decided nothing, by how much may halve within months: no advice for one person.
_USUAL: Final = MappingProxyType(
    {
        Tolerance.CONSERVATIVE.value: Plan(
            _targets(bond=45, deposit=25, fund=25, metal=5), 30, 10, 20, 6, Decimal("0.5"), Tolerance.CONSERVATIVE.value
        ),
        Tolerance.MODERATE.value: Plan(
            _targets(fund=60, bond=25, deposit=10, metal=5), 40, 25, 35, 3, Decimal("0.5"), Tolerance.MODERATE.value
        ),
        Tolerance.AGGRESSIVE.value: Plan(
            _targets(fund=60, stock=25, bond=10, crypto=5), 50, 40, 60, 2, Decimal(1), Tolerance.AGGRESSIVE.value
        ),
    }
)


def usual_plan(tolerance: str) -> Plan:
    return _USUAL[tolerance]


def plan_of(person: User) -> Plan:
    """One query."""
    usual = usual_plan(person.risk_tolerance)
    row = InvestingPlan.objects.visible_to(person).first()
    if row is None:
        return usual
    own = {key: Decimal(value) for key, value in row.targets.items()}
    return Plan(
        targets=MappingProxyType(own) if own else usual.targets,
        position_limit=row.position_limit,
        protocol_limit=row.protocol_limit,
        currency_limit=row.currency_limit,
        cash_months=row.cash_months,
        fee_limit=row.fee_limit,
        tolerance=person.risk_tolerance,
        has_own_targets=bool(own),
        version=row.version,
    )


@transaction.atomic
def save_plan(
    *,
    person: User,
    targets: Mapping[str, Decimal] | None = None,
    position_limit: int | None = None,
    protocol_limit: int | None = None,
    currency_limit: int | None = None,
    cash_months: int | None = None,
    fee_limit: Decimal | None = None,
    version: int | None = None,
) -> Plan:
    """Keep what is given; None leaves a limit as it is. Empty `targets` go back to those of the risk tolerance.

    Raises:
        FieldError: `not_whole` where targets do not add up to 100, `invalid` for what is no share.
        Conflict: `version` is given and is not the current one (0: nothing was decided yet).
    """
    row = InvestingPlan.objects.select_for_update().filter(person=person).first()
    now = plan_of(person)
    if version is not None and version != now.version:
        raise Conflict(row if row is not None else InvestingPlan(person=person, version=0))
    kept = {key: str(value) for key, value in now.targets.items()} if now.has_own_targets else {}
    values = {
        "targets": kept if targets is None else checked_targets(targets),
        "position_limit": now.position_limit if position_limit is None else position_limit,
        "protocol_limit": now.protocol_limit if protocol_limit is None else protocol_limit,
        "currency_limit": now.currency_limit if currency_limit is None else currency_limit,
        "cash_months": now.cash_months if cash_months is None else cash_months,
        "fee_limit": now.fee_limit if fee_limit is None else checked_fee(fee_limit),
    }
    if row is None:
        row = InvestingPlan(person=person)
    else:
        row.version += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["person"])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twin:
        # Two first decisions at once: the other one stands.
        raise Conflict(InvestingPlan.objects.get(person=person)) from twin
    return plan_of(person)


def checked_targets(targets: Mapping[str, Decimal]) -> dict[str, str]:
    if not targets:
        return {}
    for key, percent in targets.items():
        if key not in Kind.values or not 0 <= percent <= WHOLE or percent != round(percent, 2):
            raise FieldError(
                "targets", _("Each is a kind of position, with 0 to 100 per cent and two decimals at most."), "invalid"
            )
    if sum(targets.values()) != WHOLE:
        raise FieldError("targets", _("Together they are 100 per cent."), "not_whole")
    return {key: f"{percent.normalize():f}" for key, percent in targets.items() if percent}


def checked_fee(percent: Decimal) -> Decimal:
    if not 0 <= percent <= LARGEST_FEE or percent != round(percent, 2):
        raise FieldError("fee_limit", _("From 0 to 20 per cent, two decimals at most."), "invalid")
    return percent

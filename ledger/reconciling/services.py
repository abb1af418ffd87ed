"""Bank balances kept and forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.money import LARGEST, fits_currency
from ledger.core.models import MoneyAccount
from ledger.reconciling.models import StatementBalance

_AT_ONCE = 2_000


@database_transaction.atomic
def keep_balances(*, account: MoneyAccount, origin: UUID, balances: Iterable[tuple[date, Decimal]]) -> None:
    """Keep what one file says the account held at the end of days; of one day the last given counts.

    What the same `origin` said before is replaced, so running it twice changes nothing. Signed, in the account's
    currency; what can be no balance of this account (an amount its currency does not have, a day of no such years) is
    passed over. One DELETE and one insert per 2,000 days.
    """
    by_day = {on: amount for on, amount in balances if _can_be(amount, on, account.currency)}
    StatementBalance.objects.filter(account=account, origin=origin).delete()
    StatementBalance.objects.bulk_create(
        [
            StatementBalance(account=account, on=on, amount=amount, source=StatementBalance.Source.FILE, origin=origin)
            for on, amount in by_day.items()
        ],
        batch_size=_AT_ONCE,
    )


def _can_be(amount: Decimal, on: date, currency: str) -> bool:
    return abs(amount) <= LARGEST and fits_currency(amount, currency) and EARLIEST_DAY <= on <= LATEST_DAY


@database_transaction.atomic
def forget_balances(*, origin: UUID) -> None:
    """Forget what one file said, once its import is taken back. Forgetting twice changes nothing."""
    StatementBalance.objects.filter(origin=origin).delete()

"""A move of a position as a line of its account, whose balance is the cash beside it; and that line taken back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.halves import record_half
from ledger.core.system_categories import system_category_id
from ledger.holdings import errors
from ledger.holdings.models import Position, PositionMove

Kind = PositionMove.Kind
INCOME, FEES = "interest-dividends", "bank-fees"


def book_cash(position: Position, move: PositionMove, person: User) -> Transaction:
    """The line `move` is in the account's cash, within the caller's transaction, which links the two.

    A buy and a sale are transfers between the cash and the position: neither income nor spending. A yield is income,
    a fee spending. Raises FieldError: shares were paid, another currency, a closed account, an amount of nothing.
    """
    if move.kind in (Kind.YIELD, Kind.FEE) and move.shares:
        raise errors.yields_only("book") if move.kind == Kind.YIELD else errors.paid_in_shares()
    account = MoneyAccount.objects.get(pk=position.account_id)
    if account.currency != position.currency:
        raise errors.other_currency()
    if move.kind == Kind.BUY:
        return record_half(
            account=account,
            recorded_by=person,
            amount=-move.amount,
            booked_on=move.on,
            payee=position.name,
            notes=_("Bought"),
        )
    if move.kind == Kind.SELL:
        return record_half(
            account=account,
            recorded_by=person,
            amount=move.amount,
            booked_on=move.on,
            payee=position.name,
            notes=_("Sold"),
        )
    is_yield = move.kind == Kind.YIELD
    return core.record_transaction(
        account=account,
        recorded_by=person,
        amount=move.amount if is_yield else -move.amount,
        booked_on=move.on,
        payee=position.name,
        kind=Transaction.Kind.INCOME if is_yield else Transaction.Kind.EXPENSE,
        category=Category.objects.filter(pk=system_category_id(INCOME if is_yield else FEES)).first(),
    )


def take_cash_back(move: PositionMove, person: User) -> None:
    """Put the line of a buy, a sale or a fee into the bin with its move; one that lies there already stays there.

    A line that was joined with another into one transfer leaves it first: the other one is the bank's. Income stays,
    since a yield may be a line that was there before.
    """
    if move.kind == Kind.YIELD or move.transaction_id is None:
        return
    line = Transaction.objects.live().filter(pk=move.transaction_id).first()
    if line is None:
        return
    pair = core.transfers_of([line.pk]).first()
    if pair is not None:
        core.unpair_transfer(pair=pair)
    core.bin_transaction(entry=line, changed_by=person)

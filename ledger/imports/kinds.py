"""What kind of movement a bank's line is, and its category."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from ledger.core import categoriser
from ledger.core.categoriser import Question, Suggested
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id
from ledger.imports.readers import ReadLine

Kind = Transaction.Kind
Source = Transaction.CategorySource
# What banks themselves mark as money earned; nothing of it is a refund.
_EARNED = frozenset(["DIRECTDEP", "INT", "DIV"])
# 'Refund' in the text says that money came back, and the shop says of what.
_PAID_BACK = system_category_id("refunds-cashback")
_REFUNDED_BY = frozenset([Source.MERCHANT, Source.LEARNED])
_CARD_PAYMENT = re.compile(
    r"\b(?:auto ?pay|thank you|(?:bill|card|online|mobile|automatic|electronic|direct debit) ?payments?"
    r"|payments? (?:received|thank)|zahlungseingang|lastschrift|einzug|paiement re[cç]u|pagamento recebido"
    r"|pago recibido)\b"
    r"|^payments?$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """`suggested` fits `kind`."""

    kind: str
    suggested: Suggested | None


def judge(person: User, lines: Sequence[ReadLine], subtype: str) -> list[Judged]:
    """Kind and category of each line, in order; each distinct payee, memo and direction is asked about once.

    Money in is income, unless the payee is a shop or somebody the person has had refunds of: then it is a refund.
    The payment of a card's bill, seen from the card, is a transfer.
    """
    is_card = subtype == MoneyAccount.Subtype.CARD
    keys = [(line.payee, line.notes, _possible(line, is_card)) for line in lines]
    distinct = list(dict.fromkeys(keys))
    questions = [Question(payee, notes, kind) for payee, notes, kinds in distinct for kind in kinds]
    answers = iter(categoriser.current().suggest_many(person, questions))
    judged = {key: _decide([(kind, next(answers)) for kind in key[2]]) for key in distinct}
    return [judged[key] for key in keys]


def _possible(line: ReadLine, is_card: bool) -> tuple[str, ...]:
    """The kinds the line may be of, the likeliest first."""
    if line.amount <= Decimal(0):
        return (Kind.EXPENSE.value,)
    if is_card and _CARD_PAYMENT.search(f"{line.payee}\n{line.notes}"):
        return (Kind.TRANSFER.value,)
    if line.raw_kind in _EARNED:
        return (Kind.INCOME.value,)
    return (Kind.INCOME.value, Kind.REFUND.value)


def _decide(answers: Sequence[tuple[str, Suggested | None]]) -> Judged:
    kind, suggested = answers[0]
    if suggested is None or suggested.category_id == _PAID_BACK:
        for other, found in answers[1:]:
            if found is not None and found.source in _REFUNDED_BY:
                return Judged(other, found)
    return Judged(kind, suggested)

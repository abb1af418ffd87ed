"""Which account a statement belongs to, or how a new one for it would be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import known_currencies
from ledger.core.currencies import currencies_of_accounts
from ledger.core.models import MoneyAccount
from ledger.core.models.accounts import MoneyAccountQuerySet
from ledger.core.services.accounts import number_digest
from ledger.imports.keeping import part_of
from ledger.imports.meeting import known_places
from ledger.imports.models import ImportBatch, ImportedLine, ImportMapping
from ledger.imports.overlapping import account_with_entries_of
from ledger.imports.own_files import account_of
from ledger.imports.readers import Statement
from ledger.imports.readers.packed import DAY, rows_of

MatchedBy = ImportBatch.MatchedBy
NAME_LENGTH = 100
_TYPES = {
    "savings": (MoneyAccount.Type.SAVINGS, MoneyAccount.Subtype.SAVINGS),
    "card": (MoneyAccount.Type.SPENDING, MoneyAccount.Subtype.CARD),
    "investment": (MoneyAccount.Type.INVESTMENT, MoneyAccount.Subtype.BROKERAGE),
}
# Those that are written with a bare $ at home, some of them pesos.
_DOLLARS = frozenset({
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "DOP", "UYU", "BBD", "BMD", "BND",
    "BSD", "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD",
})  # fmt: skip
_PLAIN = (MoneyAccount.Type.SPENDING, MoneyAccount.Subtype.CHECKING)


class AccountDraft(TypedDict):
    """A new account, JSON-able. `currency_known`: the file says so, nobody needs to be asked."""

    name: str
    type: str
    subtype: str
    currency: str
    currency_known: bool
    institution: str


@dataclass(frozen=True, slots=True)
class Match:
    account: MoneyAccount | None
    by: str


def match(person: User, statement: Statement, shape: str, marks: bytes) -> Match:
    """The person's own account this statement is of: by its number, as the file of this shape before, by its entries.

    Two accounts of one bank give files of one shape. Where this file covers days the account has lines of, and not
    one of its lines is among them, it is of another account. A closed account is meant where it has the number, or
    lines of the file: a new one would count them twice. At most six queries, and one per 900 lines.
    """
    every = MoneyAccount.objects.owned_by(person)
    if statement.currency:
        every = every.filter(currency=statement.currency)
    held = account_of(every, rows_of(statement.lines))
    if held is not None:
        return Match(held, MatchedBy.NUMBER)
    digest = number_digest(statement.account_number)
    if digest:
        numbered = every.filter(number_digest=digest).order_by(F("closed_on").asc(nulls_first=True)).first()
        return Match(numbered, MatchedBy.NUMBER) if numbered else _by_itself(every.filter(number_digest=""), statement)
    known = ImportMapping.objects.filter(person=person, shape=shape, part=part_of(statement)).first()
    found = every.filter(pk=known.account_id).first() if known and known.account_id else None
    if found is not None and found.closed_on is not None and 1 not in known_places(found.pk, marks):
        found = None
    if found is not None and _contradicts(found, statement, shape, marks):
        return Match(None, MatchedBy.NEW)
    return Match(found, MatchedBy.SHAPE) if found else _by_itself(every, statement)


def _by_itself(every: MoneyAccountQuerySet, statement: Statement) -> Match:
    """By its name; where it has none by its entries, which another kind of file of the same account repeats."""
    if statement.account_name:
        return _by_name(every.open(), statement)
    found = account_with_entries_of(every, statement)
    return Match(found, MatchedBy.LINES) if found else Match(None, MatchedBy.NEW)


def _by_name(mine: QuerySet[MoneyAccount], statement: Statement) -> Match:
    """Programs name accounts as people do; two of one name tell nothing."""
    found = list(mine.filter(name__iexact=statement.account_name)[:2])
    return Match(found[0], MatchedBy.NAME) if len(found) == 1 else Match(None, MatchedBy.NEW)


def _contradicts(account: MoneyAccount, statement: Statement, shape: str, marks: bytes) -> bool:
    # Not the first and the last day: an export made at noon leaves the rest of that day to the next one.
    days = [row[DAY] for row in rows_of(statement.lines)]
    if not days:
        return False
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    of_shape = ImportedLine.objects.filter(account=account, batch__source__shape=shape)
    between = of_shape.filter(transaction__booked_on__gt=first, transaction__booked_on__lt=last)
    return between.exists() and 1 not in known_places(account.pk, marks)


def draft_account(person: User, statement: Statement, taken: set[str]) -> AccountDraft:
    """A new account as the statement describes it, named unlike those in `taken` (casefolded; its name is added)."""
    kind, subtype = _kind_of(statement)
    currency, known = _currency(person, statement)
    name = free_name(_name(statement, str(MoneyAccount.Subtype(subtype).label)), taken)
    taken.add(name.casefold())
    return AccountDraft(
        name=name,
        type=kind.value,
        subtype=subtype.value,
        currency=currency,
        currency_known=known,
        institution=statement.institution[:100],
    )


def _kind_of(statement: Statement) -> tuple[MoneyAccount.Type, MoneyAccount.Subtype]:
    """As a program knows it, else as the bank hints."""
    if statement.subtype not in MoneyAccount.Subtype.values:
        return _TYPES.get(statement.kind_hint, _PLAIN)
    subtype = MoneyAccount.Subtype(statement.subtype)
    return next((kind for kind, each in _TYPES.values() if each == subtype), _PLAIN[0]), subtype


def _currency(person: User, statement: Statement) -> tuple[str, bool]:
    """The currency of a statement, and whether the file says so.

    Where it does not, it is what most of the person's open accounts are in. A bare dollar sign is the dollar the
    person has; where they have none, it is most likely that of the United States, and can be changed. At most one
    query.
    """
    if statement.currency in known_currencies():
        return statement.currency, True
    usual = currencies_of_accounts(person)
    if not statement.dollars:
        return usual[0], False
    own = next((each for each in (*usual, person.currency) if each in _DOLLARS), "")
    return own or "USD", bool(own)


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or with a number behind it where it is among `taken`."""
    number, candidate = 1, name[:NAME_LENGTH]
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name[: NAME_LENGTH - 8]} {number}"
    return candidate


def names_in_use(person: User) -> set[str]:
    return {name.casefold() for name in MoneyAccount.objects.owned_by(person).values_list("name", flat=True)}


def _name(statement: Statement, label: str) -> str:
    if statement.account_name:
        return statement.account_name
    tail = "".join(each for each in statement.account_number if each.isalnum())[-4:]
    plain = f"{statement.institution} {label}".strip()
    if not tail:
        return plain
    return _("%(name)s ·· %(tail)s") % {"name": plain, "tail": tail}

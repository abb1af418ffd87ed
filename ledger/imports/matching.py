"""Which account a statement belongs to, or how a new one for it would be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import known_currencies
from ledger.core.currencies import currencies_of_accounts
from ledger.core.models import MoneyAccount
from ledger.core.services.accounts import number_digest
from ledger.imports.checking import known_fingerprints
from ledger.imports.fingerprints import fingerprints
from ledger.imports.keeping import part_of
from ledger.imports.models import ImportBatch, ImportedLine, ImportMapping
from ledger.imports.readers import Statement

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


def match(person: User, statement: Statement, shape: str) -> Match:
    """The person's own open account this statement is of: by its number, else as the file of this shape before.

    Two accounts of one bank give files of one shape. Where this file covers days the account has lines of, and not
    one of its lines is among them, it is of another account. At most two queries, and one per 900 lines.
    """
    mine = MoneyAccount.objects.owned_by(person).open()
    if statement.currency:
        mine = mine.filter(currency=statement.currency)
    digest = number_digest(statement.account_number)
    if digest:
        found = mine.filter(number_digest=digest).first()
        return Match(found, MatchedBy.NUMBER if found else MatchedBy.NEW)
    known = ImportMapping.objects.filter(person=person, shape=shape, part=part_of(statement)).first()
    found = mine.filter(pk=known.account_id).first() if known and known.account_id else None
    if found is not None and _contradicts(found, statement, shape):
        found = None
    return Match(found, MatchedBy.SHAPE if found else MatchedBy.NEW)


def _contradicts(account: MoneyAccount, statement: Statement, shape: str) -> bool:
    days = [line.booked_on for line in statement.lines]
    if not days or known_fingerprints(account.pk, fingerprints(statement.lines)):
        return False
    # Not the first and the last day: an export made at noon leaves the rest of that day to the next one.
    of_shape = ImportedLine.objects.filter(account=account, batch__source__shape=shape)
    return of_shape.filter(transaction__booked_on__gt=min(days), transaction__booked_on__lt=max(days)).exists()


def draft_account(person: User, statement: Statement, taken: set[str]) -> AccountDraft:
    """A new account as the statement describes it, named unlike those in `taken` (casefolded; its name is added)."""
    kind, subtype = _TYPES.get(statement.kind_hint, _PLAIN)
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

"""A person's rules as something that can be asked about thousands of lines: texts folded once, no query per line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import connection

from accounts.models import User
from config.kernel.money import from_stored
from config.kernel.sql import db_uuid, from_db_uuid
from ledger.categorising.models import Rule
from ledger.core.payees import payee_key, search_text
from ledger.core.rules import category_kind_for

_REASON_MAX_LENGTH: Final = 120
_COLUMNS: Final = (
    "r.id, r.payee, r.payee_match, r.text, r.kind, r.amount_min, r.amount_max, r.account_id, r.category_id,"
    " r.new_payee, r.new_notes, c.kind"
)


@dataclass(frozen=True, slots=True)
class RuleHit:
    """What a rule does to an entry; `category_id` None and empty texts leave that as it is."""

    rule_id: UUID
    category_id: UUID | None
    new_payee: str
    new_notes: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its texts folded: `payee` is a payee_key where `is_whole_payee`.

    `category_kind` is empty where it sets no category.
    """

    hit: RuleHit
    payee: str
    is_whole_payee: bool
    text: str
    kind: str
    amount_min: Decimal | None
    amount_max: Decimal | None
    account_id: UUID | None
    category_kind: str

    def fits(self, payee: str, key: str, text: str, amount: Decimal | None, kind: str, account_id: UUID | None) -> bool:
        """`payee` and `text` (payee and notes) are folded; an amount or account nobody knows fits no condition."""
        if self.payee and not (self.payee == key if self.is_whole_payee else self.payee in payee):
            return False
        if self.text and self.text not in text:
            return False
        if self.kind and self.kind != kind:
            return False
        if self.account_id is not None and self.account_id != account_id:
            return False
        if self.category_kind and self.category_kind != category_kind_for(kind):
            return False
        return self._fits_amount(amount)

    def _fits_amount(self, amount: Decimal | None) -> bool:
        if self.amount_min is None and self.amount_max is None:
            return True
        if amount is None:
            return False
        size = abs(amount)
        return (self.amount_min is None or size >= self.amount_min) and (
            self.amount_max is None or size <= self.amount_max
        )


class Rules:
    """The active rules of one person, in their order."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self._rules = list(rules)
        self._asks_key = any(each.is_whole_payee for each in self._rules)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def apply(
        self, payee: str, notes: str, amount: Decimal | None, kind: str, account_id: UUID | None
    ) -> RuleHit | None:
        """The first rule that fits; `amount` of either sign. About a microsecond a rule."""
        if not self._rules:
            return None
        folded = search_text(payee)
        text = f"{folded} {search_text(notes)}" if notes else folded
        key = payee_key(payee) if self._asks_key else ""
        found = (each.hit for each in self._rules if each.fits(folded, key, text, amount, kind, account_id))
        return next(found, None)


def rules_for(person: User) -> Rules:
    """One query, by hand since every new entry asks it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM ledger_rule r LEFT JOIN ledger_category c ON c.id = r.category_id"
            " WHERE r.person_id = %s AND r.is_active AND (r.category_id IS NULL OR c.is_active)"
            " ORDER BY r.position, r.id",
            [db_uuid(person.pk)],
        )
        return Rules(_from_row(tuple(row)) for row in cursor.fetchall())


@lru_cache(maxsize=4096)
def _from_row(row: tuple[object, ...]) -> CompiledRule:
    key, payee, match, text, kind, low, high, account_id, category_id, new_payee, new_notes, category_kind = row
    return CompiledRule(
        hit=RuleHit(
            from_db_uuid(key),
            None if category_id is None else from_db_uuid(category_id),
            str(new_payee),
            str(new_notes),
            reason_of(str(payee), str(text)),
        ),
        payee=_comparable(str(payee), str(match)),
        is_whole_payee=match == Rule.PayeeMatch.IS,
        text=search_text(str(text)),
        kind=str(kind),
        amount_min=_amount(low),
        amount_max=_amount(high),
        account_id=None if account_id is None else from_db_uuid(account_id),
        category_kind=str(category_kind or ""),
    )


def _comparable(payee: str, match: str) -> str:
    """The very payee, whatever number, day or place the bank prints with it; or a part of the text as printed."""
    return payee_key(payee) if match == Rule.PayeeMatch.IS else search_text(payee)


def _amount(stored: object) -> Decimal | None:
    return from_stored(stored) if isinstance(stored, int) else None


def compiled(rule: Rule) -> CompiledRule:
    """One rule as it stands in Python, saved or not."""
    category = rule.category
    return CompiledRule(
        hit=RuleHit(rule.pk, rule.category_id, rule.new_payee, rule.new_notes, reason_of(rule.payee, rule.text)),
        payee=_comparable(rule.payee, rule.payee_match),
        is_whole_payee=rule.payee_match == Rule.PayeeMatch.IS,
        text=search_text(rule.text),
        kind=rule.kind,
        amount_min=rule.amount_min,
        amount_max=rule.amount_max,
        account_id=rule.account_id,
        category_kind=category.kind if category else "",
    )


def reason_of(payee: str, text: str) -> str:
    """What people read beside 'by your rule'; the same in every language, since it is kept."""
    return " + ".join(filter(None, (payee, text)))[:_REASON_MAX_LENGTH]

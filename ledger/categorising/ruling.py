"""Making, changing, ordering and deleting a person's rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypedDict, Unpack

from django.db import transaction as database_transaction
from django.db.models import F

from accounts.models import User
from ledger.categorising import errors
from ledger.categorising.models import Rule
from ledger.core import errors as core_errors
from ledger.core.models import Category, MoneyAccount
from ledger.core.payees import search_text
from ledger.core.rules import category_kind_for

MOST_RULES: Final = 500
_TEXTS: Final = ("payee", "text", "new_payee", "new_notes")


class RuleFields(TypedDict, total=False):
    """Empty texts and None are no condition, or leave that as it is. Amounts are positive, both bounds included."""

    is_active: bool
    payee: str
    payee_match: str
    text: str
    kind: str
    amount_min: Decimal | None
    amount_max: Decimal | None
    account: MoneyAccount | None
    category: Category | None
    new_payee: str
    new_notes: str


@database_transaction.atomic
def create_rule(*, person: User, **fields: Unpack[RuleFields]) -> Rule:
    """Add a rule behind the person's others. Account and category were found through what the person may see.

    Raises FieldError, ValidationError.
    """
    in_order = _locked_rules(person)
    if len(in_order) >= MOST_RULES:
        raise errors.too_many_rules(MOST_RULES)
    rule = Rule(person=person, position=in_order[-1].position + 1 if in_order else 0)
    _set(rule, fields)
    rule.save(force_insert=True)
    return rule


@database_transaction.atomic
def update_rule(*, rule: Rule, version: int | None = None, **fields: Unpack[RuleFields]) -> Rule:
    """Change a rule found through `visible_to`. Raises Conflict, FieldError, ValidationError."""
    fresh = _locked(rule)
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    _set(fresh, fields)
    fresh.version += 1
    fresh.save()
    return fresh


@database_transaction.atomic
def delete_rule(*, rule: Rule) -> None:
    """What the rule has done stays."""
    _locked(rule).delete()


@database_transaction.atomic
def move_rule(*, rule: Rule, place: int) -> list[Rule]:
    """Put a rule to a place among the person's, counted from 0 and kept within them; returns all in order."""
    in_order = _locked_rules(rule.person)
    moved = next((each for each in in_order if each.pk == rule.pk), None)
    if moved is None:
        raise core_errors.NoLongerThere
    in_order.remove(moved)
    in_order.insert(max(0, min(place, len(in_order))), moved)
    for position, each in enumerate(in_order):
        each.position = position
    Rule.objects.bulk_update(in_order, ["position"])
    Rule.objects.filter(pk=moved.pk).update(version=F("version") + 1)
    return in_order


def _locked(rule: Rule) -> Rule:
    rows = Rule.objects.select_for_update(of=("self",)).select_related("category", "account", "person")
    fresh = rows.filter(pk=rule.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    return fresh


def _locked_rules(person: User) -> list[Rule]:
    """All of them, by the person's own row, so that two new ones do not take one place."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return list(Rule.objects.filter(person=person).order_by("position", "id"))


def _set(rule: Rule, fields: RuleFields) -> None:
    for name, value in fields.items():
        setattr(rule, name, value)
    check_rule(rule)


def check_rule(rule: Rule) -> None:
    """Raises FieldError, ValidationError: a rule that would fit everything, do nothing or never fit."""
    for name in _TEXTS:
        setattr(rule, name, getattr(rule, name).strip())
    rule.clean_fields(exclude=["person", "account", "category", "position"])
    if not any(map(search_text, (rule.payee, rule.text))) and (
        rule.amount_min is None and rule.amount_max is None and rule.account is None
    ):
        raise errors.rule_without_condition()
    if rule.category is None and not rule.new_payee and not rule.new_notes:
        raise errors.rule_without_effect()
    for name in ("amount_min", "amount_max"):
        if (getattr(rule, name) or 0) < 0:
            raise errors.amount_below_zero(name)
    if rule.amount_min is not None and rule.amount_max is not None and rule.amount_max < rule.amount_min:
        raise errors.amounts_reversed()
    if rule.category is not None:
        if rule.category.owner_id not in (None, rule.person_id):
            raise core_errors.category_not_usable()
        if rule.kind and rule.category.kind != category_kind_for(rule.kind):
            raise core_errors.category_kind_mismatch(rule.kind)

"""A person's word on what was found: every door calls these and nothing else."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.notifications.services import mark_cause_read
from insights.anomalies.models import Usual
from insights.anomalies.queries import MOST_DAYS, anomalies
from insights.anomalies.scoring import Kind
from ledger.alerting.payments import cause_of
from ledger.core.models import Transaction


@transaction.atomic
def call_usual(*, entry: Transaction, person: User) -> tuple[Usual, bool]:
    """Say that `entry`, a payment the person sees, is not unusual; it and its like are found no more. Twice is once.

    The word of one partner changes nothing for the other. The word, and whether it is new; as many queries as
    `anomalies`, and five.
    """
    said = Usual.objects.filter(person=person, transaction=entry).first()
    if said is not None:
        return said, False
    found = next((each for each in anomalies(person, MOST_DAYS) if each.transaction_id == entry.pk), None)
    values = {
        "kind": (found.kind if found else Kind.AMOUNT).value,
        "payee_key": entry.payee_key,
        "category_id": found.category_id if found else None,
        "currency": entry.account.currency,
        "up_to": found.total if found else abs(entry.amount),
    }
    said, is_new = Usual.objects.get_or_create(person=person, transaction=entry, defaults=values)
    mark_cause_read(person_id=person.pk, cause=cause_of(entry.pk))
    return said, is_new


@transaction.atomic
def take_word_back(*, entry: Transaction, person: User) -> None:
    """It may be found unusual again. Twice is the same as once. One statement."""
    Usual.objects.filter(person=person, transaction=entry).delete()

"""What calls may cost in a month. The most a call can come to is set aside before it begins, by one conditional UPDATE
for the person and one for the instance, so that calls at once cannot pass a ceiling together.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, F, Value
from django.utils import timezone

from accounts.models import User
from insights.language.configuration import Configured
from insights.language.contract import Reason, Unavailable
from insights.language.models import LanguageSpend


def this_month() -> date:
    """Its first day, UTC: a ceiling of the instance has one calendar."""
    return timezone.now().date().replace(day=1)


def spent(person: User | None) -> int:
    """Micro-dollars of this month, running calls in full; of the instance without a person. One query."""
    found = LanguageSpend.objects.filter(person=person, month=this_month()).values_list("spent", flat=True).first()
    return found or 0


def set_aside(*, person: User, setup: Configured, most: int) -> date:
    """Count `most` micro-dollars as spent; the month they were taken from. In the caller's transaction.

    Raises:
        Unavailable: it would pass a ceiling. The caller's transaction is undone by it.
    """
    month = this_month()
    for of, ceiling in ((None, setup.of_instance), (person, setup.of_person)):
        _row_of(of, month)
        free = LanguageSpend.objects.filter(person=of, month=month, spent__lte=ceiling - most)
        if not free.update(spent=F("spent") + _micro(most)):
            raise Unavailable(Reason.SPENT)
    return month


def give_back(*, person_id: UUID, month: date, unused: int) -> None:
    """What was set aside and not used."""
    for of in (None, person_id):
        LanguageSpend.objects.filter(person_id=of, month=month).update(spent=F("spent") - _micro(unused))


def _micro(dollars: int) -> Value:
    """The column counts whole micro-dollars: no money field scales it."""
    return Value(dollars, output_field=BigIntegerField())


def _row_of(person: User | None, month: date) -> None:
    if not LanguageSpend.objects.filter(person=person, month=month).exists():
        with transaction.atomic():
            LanguageSpend.objects.get_or_create(person=person, month=month)

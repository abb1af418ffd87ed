"""On the day somebody waits for, a purchase is weighed again, and they are told how it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.notifications.services import notify
from insights.advice.models import Advice
from insights.advice.services import reweigh, wish_of

REMINDED: Final = "advice_reminder"
AT_ONCE: Final = 100
ONE_DAY: Final = timedelta(days=1)


def remind_due(rest: Callable[[], object] = lambda: None) -> int:
    """How many were told, each on the day it is where they live. `rest` is called between batches. Twice tells once."""
    due = Advice.objects.filter(remind_on__lte=_latest()).select_related("person").order_by("pk")
    told, last = 0, None
    while some := list((due.filter(pk__gt=last) if last else due)[:AT_ONCE]):
        told += sum(_remind(each) for each in some if each.remind_on and each.remind_on <= each.person.today)
        last = some[-1].pk
        rest()
    return told


@transaction.atomic
def _remind(advice: Advice) -> int:
    """One conditional UPDATE takes the reminder; what was asked stays as it was answered."""
    same = Advice.objects.filter(pk=advice.pk, remind_on=advice.remind_on)
    if not same.update(remind_on=None, outcome=Advice.Outcome.OPEN):
        return 0
    person = advice.person
    try:
        decided, _answer = reweigh(person=person, wish=wish_of(advice, person.today), category_id=advice.category_id)
    except ValidationError:
        # It was to be shared, and there is nobody to share it with any more.
        decision, until = advice.decision, None
    else:
        decision, until = decided.decision, decided.wait_until
    data = {
        "advice": str(advice.pk),
        "name": advice.item_description,
        "decision": decision,
        "until": until.isoformat() if until else "",
    }
    cause = f"{REMINDED}:{advice.pk}:{advice.remind_on}"
    return int(notify(person_id=person.pk, kind=REMINDED, cause=cause, data=data) is not None)


def _latest() -> date:
    """The latest day it is anywhere on earth."""
    return timezone.now().date() + ONE_DAY

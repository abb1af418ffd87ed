"""Who is told of what is unusual, and when: once, soon after it was brought in, and each night."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import notify
from config.kernel import jobs, schedule
from config.kernel.events import receives
from insights.anomalies import scoring
from insights.anomalies.explaining import noticed
from insights.anomalies.queries import anomalies
from insights.anomalies.values import LEAST_ALERT, Anomaly
from ledger.alerting.owners import owners_of
from ledger.alerting.payments import NEW_FOR, cause_of
from ledger.alerting.wording import PAYMENTS, amount_of, day_of, name_of
from ledger.core.events import TransactionsChanged
from ledger.core.models import MoneyAccountAccess

LOOK, LOOK_ALL = "insights.look_for_unusual", "insights.look_for_unusual_of_all"
# After the ledger's own look, which knows the person's own bounds, and once for a whole import.
PATIENCE: Final = timedelta(seconds=30)
schedule.daily(hour=6, name="Look for unusual payments", kind=LOOK_ALL)


def _words(data: Data, reader: User) -> Words:
    words = {"payee": name_of(data), "amount": amount_of(data), "day": day_of(data, "booked_on")}
    titles = {
        scoring.Kind.AMOUNT: _("An unusual amount for %(payee)s"),
        scoring.Kind.NEW_PAYEE: _("A large first payment to %(payee)s"),
        scoring.Kind.DUPLICATE: _("Charged twice by %(payee)s?"),
        scoring.Kind.PRICE_RISE: _("%(payee)s has become dearer"),
        scoring.Kind.CATEGORY_BURST: _("More than usual, lately for %(payee)s"),
    }
    text = _("%(amount)s on %(day)s.") % words
    if data["usual"] is not None:
        text = _("%(amount)s on %(day)s; usual would be %(usual)s.") % {**words, "usual": amount_of(data, "usual")}
    return Words(titles[scoring.Kind(data["kind"])] % words, text, reverse("unusual"))


UNUSUAL = register(
    Kind("unusual", gettext_lazy("Something unusual"), PAYMENTS, "triangle-alert", _words, by_email=True)
)


@receives(TransactionsChanged)
def look_soon(event: TransactionsChanged) -> None:
    """One look for all that changes within half a minute."""
    if cache.add(f"unusual-{event.account_id}", True, PATIENCE.total_seconds()):
        jobs.enqueue(LOOK, {"account": str(event.account_id)}, run_after=timezone.now() + PATIENCE)


@jobs.handles(LOOK)
def run_look(job: jobs.JobRun) -> None:
    for person in owners_of(UUID(job.payload["account"])):
        tell_of_unusual(person)


@jobs.handles(LOOK_ALL)
def run_look_all(job: jobs.JobRun) -> None:
    owning = MoneyAccountAccess.objects.exclude(role=MoneyAccountAccess.Role.VIEWER).values("person")
    for person in User.objects.filter(pk__in=owning, is_active=True).order_by("pk").iterator(chunk_size=500):
        job.extend()
        tell_of_unusual(person)


def tell_of_unusual(person: User) -> None:
    """Tell the person of the last week's payments above the bound, each once, and not of what they were told otherwise.

    Older ones are history that an import brought. As many queries as `anomalies`, one more and those of each telling.
    """
    found = anomalies(person, NEW_FOR.days, least_score=LEAST_ALERT)
    told = noticed([each.transaction_id for each in found]) if found else set()
    for each in found:
        if each.is_alert and each.transaction_id not in told:
            warning = Notification.Severity.WARNING
            cause = cause_of(each.transaction_id)
            notify(person_id=person.pk, kind=UNUSUAL.name, cause=cause, data=_data(each), severity=warning)


def _data(found: Anomaly) -> dict[str, str | None]:
    usual = None if found.kind == scoring.Kind.DUPLICATE or found.usual is None else str(found.usual)
    return {
        "account": str(found.account_id),
        "transaction": str(found.transaction_id),
        "kind": found.kind.value,
        "payee": found.payee,
        "amount": str(found.amount),
        "usual": usual,
        "currency": found.currency,
        "booked_on": found.booked_on.isoformat(),
    }

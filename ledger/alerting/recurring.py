"""What is odd about a recurring payment: another price, a day on which it did not come, one on which it came twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import notify
from config.kernel import jobs
from config.kernel.events import receives
from ledger.alerting.owners import owners_of
from ledger.alerting.wording import RECURRING, amount_of, day_of, name_of
from ledger.recurring.events import OddDayNoticed
from ledger.recurring.models import RecurringNotice
from ledger.recurring.noticing import open_notices

TELL = "alerting.odd_day"
LOOKED_BACK = timedelta(days=2)
Odd = RecurringNotice.Kind


def _price(data: Data, reader: User) -> Words:
    words = {"payee": name_of(data), "now": amount_of(data), "day": day_of(data, "due_on")}
    text = _("%(now)s on %(day)s.") % words
    if data["before"] is not None:
        text = _("%(now)s instead of %(before)s on %(day)s.") % {**words, "before": amount_of(data, "before")}
    return Words(_("%(payee)s has another price") % words, text, _page(data))


def _missed(data: Data, reader: User) -> Words:
    words = {"payee": name_of(data), "amount": amount_of(data), "day": day_of(data, "due_on")}
    text = _("%(amount)s was expected on %(day)s and did not come.") % words
    return Words(_("%(payee)s did not come") % words, text, _page(data))


def _twice(data: Data, reader: User) -> Words:
    words = {"payee": name_of(data), "amount": amount_of(data), "day": day_of(data, "due_on")}
    text = _("%(amount)s came a second time for %(day)s.") % words
    return Words(_("%(payee)s came twice") % words, text, _page(data))


def _page(data: Data) -> str:
    return reverse("recurring_edit", args=[data["recurring"]])


_LABELS = {
    Odd.PRICE: (gettext_lazy("Another price"), _price),
    Odd.MISSED: (gettext_lazy("A payment did not come"), _missed),
    Odd.TWICE: (gettext_lazy("A payment came twice"), _twice),
}
KINDS = {
    odd.value: register(Kind(f"recurring_{odd.value}", label, RECURRING, "repeat", words, by_email=True))
    for odd, (label, words) in _LABELS.items()
}


@receives(OddDayNoticed)
def tell_soon(event: OddDayNoticed) -> None:
    jobs.enqueue(TELL, {"notice": str(event.notice_id)})


@jobs.handles(TELL)
def run_tell(job: jobs.JobRun) -> None:
    tell_of_notice(UUID(job.payload["notice"]))


def tell_of_notice(key: UUID) -> None:
    """The owners of its account, each of what they see. Of hidden lines nothing, of what was put away neither."""
    notice = RecurringNotice.objects.filter(pk=key).select_related("recurring__account").first()
    if notice is None:
        return
    recurring = notice.recurring
    data = {
        "recurring": str(recurring.pk),
        "account": str(recurring.account_id),
        "payee": recurring.payee or recurring.account.name,
        "amount": str(notice.amount),
        "before": None if notice.before is None else str(notice.before),
        "currency": recurring.account.currency,
        "due_on": notice.due_on.isoformat(),
    }
    if notice.transaction_id is not None:
        data["transaction"] = str(notice.transaction_id)
    kind = KINDS[notice.kind].name
    for person in owners_of(recurring.account_id):
        if open_notices(person).filter(pk=key).exists():
            severity = Notification.Severity.WARNING
            notify(person_id=person.pk, kind=kind, cause=f"{kind}:{key}", data=data, severity=severity)


def tell_of_missed() -> None:
    """What was noticed lately and not told, since the process that knew of it died. Twice changes nothing."""
    lately = RecurringNotice.objects.filter(is_dismissed=False, created_at__gt=timezone.now() - LOOKED_BACK)
    for key in lately.values_list("pk", flat=True):
        tell_of_notice(key)

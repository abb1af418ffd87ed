"""Two who decide together, eight times at once: each race is given one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

from accounts.models import User
from config.kernel.models import AuditEntry
from partnerships.agreements.models import Agreement, MonthShare
from partnerships.agreements.month_shares import keep_month
from partnerships.agreements.services import ask_for_threshold, begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals import services
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in
from prove.racing.together import RACERS, Wrong, all_at_once, one_wins

STARTED = date(2026, 3, 1)
BEFORE, ASKED = Decimal(100), Decimal(250)


def approve_one_request(person: User) -> None:
    asker, other = _couple(person)
    asked = ask_for_threshold(standing=asker, threshold=ASKED)
    one_wins([partial(_approve, asked.pk, other)] * RACERS)
    _expect(asked, asker, "approved")


def decide_one_request(person: User) -> None:
    """Approve, decline and withdraw: whatever comes first is the outcome, and its effect alone."""
    asker, other = _couple(person)
    asked = ask_for_threshold(standing=asker, threshold=ASKED)
    acts: list[Callable[[], object]] = [partial(_approve, asked.pk, other)] * 3
    acts += [partial(_decline, asked.pk, other)] * 3
    acts += [partial(_withdraw, asked.pk, asker)] * 2
    one_wins(acts)
    _expect(asked, asker, Approval.objects.get(pk=asked.pk).status)


def ask_for_one_thing(person: User) -> None:
    asker, other = _couple(person)
    acts = [partial(ask_for_threshold, standing=each, threshold=ASKED) for each in (asker, other)]
    one_wins(acts * (RACERS // 2))
    if Approval.objects.filter(partnership=asker.partnership).count() != 1:
        raise Wrong("not one request")


def approve_what_has_moved(person: User) -> None:
    """Nobody wins: nothing is done, and it is asked for anew once."""
    asker, other = _couple(person)
    asked = ask_for_threshold(standing=asker, threshold=ASKED)
    Partnership.objects.filter(pk=asker.partnership.pk).update(approval_threshold=Decimal(40))
    results = all_at_once([partial(_approve, asked.pk, other)] * RACERS)
    if set(results) != {"lost"}:
        raise Wrong(f"{results}")
    requests = Approval.objects.filter(partnership=asker.partnership)
    if sorted(requests.values_list("status", flat=True)) != ["outdated", "pending"]:
        raise Wrong(f"{list(requests.values_list('status', flat=True))}")
    if _threshold(asker) != 40:
        raise Wrong(f"the threshold is {_threshold(asker)}")


def keep_one_month(person: User) -> None:
    """All of them read the same share, and one row keeps it."""
    asker, _other = _couple(person)
    agreement = Agreement.objects.get(partnership=asker.partnership)
    results = all_at_once([partial(keep_month, asker.partnership, agreement, STARTED)] * RACERS)
    if set(results) != {"done"} or MonthShare.objects.filter(partnership=asker.partnership).count() != 1:
        raise Wrong(f"{results}")


def _couple(person: User) -> tuple[Standing, Standing]:
    name, _at, host = person.email.partition("@")
    partner = User.objects.create_user(f"{name}-partner@{host}", "pw", currency="EUR")
    partnership = start_partnership(first=person, second=partner, currency="EUR", started_on=STARTED)
    begin_agreement(partnership=partnership, terms=Terms(starts_on=STARTED), proposed_by=person)
    return standing_in(person, partnership.pk), standing_in(partner, partnership.pk)


def _approve(key: UUID, by: Standing) -> None:
    services.approve(approval=Approval.objects.get(pk=key), by=by)


def _decline(key: UUID, by: Standing) -> None:
    services.decline(approval=Approval.objects.get(pk=key), by=by)


def _withdraw(key: UUID, by: Standing) -> None:
    services.withdraw(approval=Approval.objects.get(pk=key), by=by)


def _expect(asked: Approval, asker: Standing, outcome: str) -> None:
    """The outcome, its effect and one audit row."""
    threshold = ASKED if outcome == Approval.Status.APPROVED else BEFORE
    if (Approval.objects.get(pk=asked.pk).status, _threshold(asker)) != (outcome, threshold):
        raise Wrong(f"{outcome}, and the threshold is {_threshold(asker)}")
    rows = AuditEntry.objects.filter(details__approval=str(asked.pk)).count()
    if rows != 1:
        raise Wrong(f"{rows} audit rows")


def _threshold(standing: Standing) -> Decimal:
    kept: Decimal = Partnership.objects.get(pk=standing.partnership.pk).approval_threshold
    return kept

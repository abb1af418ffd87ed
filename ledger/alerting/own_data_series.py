"""What comes back, of an archive: on the accounts that came with it. Days before today are not booked again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from config.kernel.own_data.opening import OpenedArchive, Row
from config.kernel.own_data.taking import (
    Section,
    Taking,
    WithoutJob,
    as_id,
    built,
    by_parent,
    ids_here,
    maybe_id,
    takes_in,
)
from ledger.alerting.own_data_plans import entries_here
from ledger.core import rules
from ledger.core.models import MoneyAccount
from ledger.core.payees import payee_key
from ledger.recurring.errors import ends_before_it_starts
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.services import MOST_OF_ACCOUNT
from ledger.recurring.telling import tell_changed

SERIES = "recurring.json"
RECURRING = (
    "kind", "amount", "to_amount", "payee", "notes", "frequency", "interval", "starts_on", "ends_on", "books", "status",
    "paused_because",
)  # fmt: skip
DAY = ("due_on", "status")


class Series(WithoutJob):
    sections: tuple[Section, ...] = (
        Section("recurring", SERIES, "recurring"),
        Section("recurring_days", SERIES, "days"),
    )

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(SERIES, "recurring"):
            as_id(row, "id"), as_id(row, "account_id"), maybe_id(row, "to_account_id")
            built(Recurring, row, RECURRING)
        for row in archive.rows(SERIES, "days"):
            as_id(row, "recurring_id"), maybe_id(row, "entry"), built(RecurringDay, row, DAY)

    def take(self, taking: Taking) -> None:
        """What is here stays as it is, with its days."""
        rows = {as_id(row, "id"): row for row in taking.archive.rows(SERIES, "recurring")}
        new = ids_here(Recurring, Recurring.objects.owned_by(taking.person), taking.person, list(rows))
        days = by_parent(taking.archive.rows(SERIES, "days"), "recurring_id")
        known = entries_here(taking, [row for key in new for row in days.get(key, [])])
        accounts = MoneyAccount.objects.owned_by(taking.person).in_bulk(list(taking.ids.values()))
        for key in rows.keys() - new.keys():
            taking.passed.update(recurring=1, recurring_days=len(days.get(key, [])))
        for key, here in new.items():
            account = accounts.get(_account(taking, rows[key], "account_id"))
            if account is None or Recurring.objects.filter(account=account).count() >= MOST_OF_ACCOUNT:
                continue
            with taking.one("recurring", recurring_days=len(days.get(key, []))):
                _take(taking, here, rows[key], account, days.get(key, []), known)


def _account(taking: Taking, row: Row, name: str) -> UUID | None:
    return taking.ids.get(str(row.get(name)))


def _take(taking: Taking, here: UUID, row: Row, account: MoneyAccount, days: list[Row], known: set[UUID]) -> None:
    recurring = taking.built(Recurring, row, RECURRING, id=here, account=account, recorded_by=taking.person)
    rules.check_amount_by_hand(abs(recurring.amount), account.currency)
    recurring.to_account_id = _account(taking, row, "to_account_id")
    recurring.category_id = taking.ids.get(str(row.get("category_id")))
    recurring.payee_key = payee_key(recurring.payee)
    if recurring.ends_on is not None and recurring.ends_on < recurring.starts_on:
        raise ends_before_it_starts()
    handled = []
    for each in days:
        entry = maybe_id(each, "entry")
        day = taking.built(RecurringDay, each, DAY, recurring=recurring)
        day.transaction_id = entry if entry in known else None
        handled.append(day)
    recurring.next_on = _next_day(recurring, {each.due_on for each in handled}, taking.person.today)
    if recurring.next_on is None:
        recurring.status = Recurring.Status.ENDED
    recurring.save(force_insert=True)
    RecurringDay.objects.bulk_create(handled)
    tell_changed(recurring)


def _next_day(recurring: Recurring, handled: set[date], today: date) -> date | None:
    """The first day from today on that nothing became of yet."""
    if recurring.status == Recurring.Status.ENDED:
        return None
    return next((due for due in recurring.rhythm.due_from(today) if due not in handled), None)


takes_in(Series())

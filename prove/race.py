"""What only one may win, tried by eight processes at once, and what all may do without losing a cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from uuid import UUID

from django.db import connection

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.core.services.transfers import pair_transfer
from ledger.imports import services as imports
from ledger.imports.models import Import, ImportedLine
from prove.killing.life import as_file, make_rows
from prove.outcome import Outcome
from prove.racing import couples, holdings, papers, partners, sharing_money, telling
from prove.racing.together import RACERS, Wrong, all_at_once, one_wins

ROUNDS, ROUNDS_OF_TWO = 10, 500
EACH = 10
DAY = date(2026, 11, 20)
_number = count()


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    for races, times in ((RACES, ROUNDS), (RACES_OF_TWO, ROUNDS_OF_TWO)):
        rounds = [one] if one is not None else list(range(max(1, round(times * scale))))[part::parts]
        for number in rounds:
            for race in races:
                _run(race, number, outcome)
    return outcome


def _run(race: Callable[[User], None], number: int, outcome: Outcome) -> None:
    name = race.__name__.replace("_", " ")
    try:
        race(_person())
        outcome.figures[f"won as they should be: {name}"] += 1
    except Wrong as wrong:
        outcome.fail(f"{name}: {wrong}", f"round {number}")


def confirm_one_import(person: User) -> None:
    rows = make_rows(60, 3)
    source = imports.start_import(person=person, data=as_file(rows), filename="a.csv")
    one_wins([partial(_confirm, source.pk)] * RACERS)
    _expect(person, entries=len(rows))


def undo_one_import(person: User) -> None:
    source = imports.start_import(person=person, data=as_file(make_rows(60, 3)), filename="a.csv")
    _confirm(source.pk)
    one_wins([lambda: imports.undo_import(source=Import.objects.get(pk=source.pk))] * RACERS)
    _expect(person, entries=0)


def import_one_file_eight_times(person: User) -> None:
    """All of them run; each row is taken by one."""
    rows = make_rows(60, 3)
    account = _account(person, "Main")

    def bring() -> None:
        _confirm(imports.start_import(person=person, data=as_file(rows), filename="a.csv", account=account).pk)

    _expect_all_done(all_at_once([bring] * RACERS))
    _expect(person, entries=len(rows))
    if ImportedLine.objects.filter(account=account).count() != len(rows):
        raise Wrong("not every line has one fingerprint")


def edit_one_version(person: User) -> None:
    entry = _record(person, _account(person, "Main"), Decimal(-5))
    acts = [
        partial(services.update_transaction, entry=entry, changed_by=person, version=1, amount=Decimal(-number))
        for number in range(1, RACERS + 1)
    ]
    one_wins(acts)
    _expect(person, entries=1)


def pair_with_one_entry(person: User) -> None:
    """Eight payments, one arrival: it is half of one transfer."""
    account, savings = _account(person, "Main"), _account(person, "Savings")
    payments = [_record(person, account, Decimal(-40)) for _ in range(RACERS)]
    arrival = _record(person, savings, Decimal(40))
    one_wins([partial(pair_transfer, outgoing=each, incoming=arrival, paired_by=person) for each in payments])
    if Transfer.objects.filter(incoming=arrival).count() != 1:
        raise Wrong("not one transfer")
    _expect(person, entries=RACERS + 1)


def record_on_one_account(person: User) -> None:
    """Nobody waits in vain, nothing is lost."""
    account = _account(person, "Main")

    def record() -> None:
        for _ in range(EACH):
            _record(person, account, Decimal("-0.10"))

    _expect_all_done(all_at_once([record] * RACERS))
    _expect(person, entries=RACERS * EACH)
    account.refresh_from_db()
    if account.balance != Decimal("-0.10") * RACERS * EACH:
        raise Wrong(f"the balance is {account.balance}")


def bin_and_restore_while_it_is_edited(person: User) -> None:
    entry = _record(person, _account(person, "Main"), Decimal(-5))
    acts: list[Callable[[], object]] = [partial(services.bin_transaction, entry=entry)] * 3
    acts += [partial(services.restore_transaction, entry=entry)] * 2
    acts += [partial(services.update_transaction, entry=entry, changed_by=person, amount=Decimal(-7))] * 3
    _expect_all_done(all_at_once(acts))
    _expect(person, entries=1)


RACES = (
    confirm_one_import,
    undo_one_import,
    import_one_file_eight_times,
    edit_one_version,
    pair_with_one_entry,
    record_on_one_account,
    bin_and_restore_while_it_is_edited,
    papers.keep_one_paper,
    holdings.keep_one_page_of_a_chain,
    holdings.let_a_wallet_go_while_it_is_read,
    holdings.take_one_buy_back,
    telling.tell_one_person,
)
RACES_OF_TWO = (
    couples.approve_one_request,
    couples.decide_one_request,
    couples.ask_for_one_thing,
    couples.approve_what_has_moved,
    couples.keep_one_month,
    partners.accept_one_invitation,
    partners.accept_decline_and_withdraw,
    partners.accept_eight_invitations,
    partners.end_one_partnership,
    sharing_money.mark_one_day_paid,
    sharing_money.settle_one_balance,
    sharing_money.edit_one_expense,
    sharing_money.mark_one_contribution_paid,
)


def _confirm(key: UUID) -> None:
    imports.confirm_import(source=Import.objects.get(pk=key))


def _expect_all_done(results: list[str]) -> None:
    if set(results) != {"done"}:
        raise Wrong(f"{dict(Counter(results))}")


def _expect(person: User, *, entries: int) -> None:
    here = Transaction.objects.owned_by(person).count()
    if here != entries:
        raise Wrong(f"{here} entries, {entries} expected")
    for account in MoneyAccount.objects.owned_by(person):
        for difference in check_account(account):
            raise Wrong(str(difference))


def _person() -> User:
    return User.objects.create_user(f"racer-{next(_number)}-{connection.vendor}@example.org", "pw", currency="EUR")


def _account(person: User, name: str) -> MoneyAccount:
    return services.create_money_account(owner=person, currency="EUR", name=name)


def _record(person: User, account: MoneyAccount, amount: Decimal) -> Transaction:
    return services.record_transaction(account=account, recorded_by=person, amount=amount, booked_on=DAY)

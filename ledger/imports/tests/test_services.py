"""From a dropped file to the ledger and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import delete_account
from config.kernel import jobs
from config.kernel.models import FileReference, Job, StoredFile
from ledger.core import services as core
from ledger.core.errors import Conflict
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id
from ledger.imports import pieces, running, services
from ledger.imports.models import Import, ImportedLine
from ledger.imports.readers import FileRefused
from ledger.imports.tests.conftest import MARCH, Taking, bank_file, sum_of

BALANCES = b"""Booking date;Payee;Amount;Balance;Currency
2026-03-02;Stadtwerke Strom;-65.00;935.00;EUR
2026-03-03;Kaffeemobil;-3.20;931.80;EUR
2026-03-27;Felder IT Gehalt;2580.00;3511.80;EUR
"""
OFX = b"""OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>DE1234<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-65.00<FITID>2026030200001<NAME>STADTWERKE</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260304<TRNAMT>-9.90<FITID>2026030400001<NAME>KIOSK</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>925.10<DTASOF>20260304</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def test_a_file_becomes_an_account_with_its_lines(ana: User, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    assert done.status == Import.Status.DONE
    account = MoneyAccount.objects.owned_by(ana).get()
    assert account.currency == "EUR"
    assert Transaction.objects.filter(account=account).count() == 4
    assert sum_of(account) == Decimal("2508.60") == account.balance
    assert done.report["taken"] == 4


def test_two_equal_coffees_stay_two_and_come_once(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    again = take(ana, bank_file([*MARCH, ("2026-03-28", "Kaffeemobil", "-3.20")]))
    assert (again.new_count, again.duplicate_count) == (1, 4)
    assert Transaction.objects.filter(payee="Kaffeemobil").count() == 3
    assert MoneyAccount.objects.owned_by(ana).count() == 1


def test_a_refused_file_leaves_nothing(ana: User) -> None:
    with pytest.raises(FileRefused):
        services.start_import(person=ana, data=b"\x89PNG\r\n\x1a\n" + bytes(200), filename="a.csv")
    assert not Import.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_was_deleted_stays_deleted(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    core.bin_transaction(entry=Transaction.objects.get(payee="Stadtwerke Strom"))
    assert take(ana, bank_file(MARCH)).report["taken"] == 0
    Transaction.objects.filter(deleted_at__isnull=False).update(deleted_at=timezone.now() - timedelta(days=40))
    core.purge_bin()
    assert take(ana, bank_file(MARCH)).report["taken"] == 0
    assert not Transaction.objects.filter(payee="Stadtwerke Strom").exists()


def test_a_line_that_is_here_can_be_added_again_by_choice(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    again = take(ana, bank_file(MARCH), **{"0:3": "add"})
    assert again.report["taken"] == 1
    assert Transaction.objects.filter(payee="Kaffeemobil").count() == 3


def test_a_second_account_of_the_same_bank_is_told_from_the_first(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    other = [("2026-03-01", "Corner Bakery", "-4.00"), ("2026-03-20", "Tram", "-2.90"), ("2026-03-30", "Book", "-9.00")]
    assert services.start_import(person=ana, data=bank_file(other), filename="b.csv").batches.get().account is None
    april = [("2026-03-27", "Corner Bakery", "-4.00"), ("2026-04-20", "Tram", "-2.90")]
    following = services.start_import(person=ana, data=bank_file(april), filename="c.csv").batches.get()
    assert following.account == MoneyAccount.objects.get()


def test_an_entry_by_hand_is_alike_and_its_line_left_out_unless_chosen(ana: User, take: Taking) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    core.record_transaction(
        account=account, recorded_by=ana, amount=Decimal("-65"), booked_on=date(2026, 3, 1), payee="Power"
    )
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=account)
    assert (source.new_count, source.alike_count) == (3, 1)
    services.discard_import(source=source)
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=account)
    services.confirm_import(source=source, choices={"0:2": "add"})
    jobs.run(Job.objects.get(kind=services.JOB).pk)
    assert Transaction.objects.filter(account=account).count() == 5


def test_the_next_months_equal_payment_is_no_double(ana: User, take: Taking) -> None:
    """Files of one form never look alike to each other: the fingerprint has decided."""
    take(ana, bank_file([("2026-03-31", "Kaffeemobil", "-3.20")]))
    assert take(ana, bank_file([("2026-04-01", "Kaffeemobil", "-3.20")])).report["taken"] == 1


def test_the_same_payments_in_another_format_look_alike(ana: User, take: Taking) -> None:
    take(ana, OFX)
    account = MoneyAccount.objects.get()
    source = services.start_import(person=ana, data=BALANCES, filename="a.csv", account=account)
    assert (source.new_count, source.alike_count) == (2, 1)


def test_a_new_account_ends_with_the_banks_balance(ana: User, take: Taking) -> None:
    done = take(ana, BALANCES)
    account = MoneyAccount.objects.get()
    assert account.balance == Decimal("3511.80")
    assert account.opening_balance == Decimal("1000.00")
    assert done.report["batches"][0]["ours"] == done.report["batches"][0]["bank"] == "3511.80"


def test_an_ofx_file_finds_its_account_by_number_and_keeps_it_secret(ana: User, take: Taking) -> None:
    take(ana, OFX)
    account = MoneyAccount.objects.get()
    assert (account.number, account.number_tail, account.balance) == ("DE1234", "1234", Decimal("925.10"))
    again = services.start_import(person=ana, data=OFX, filename="b.ofx")
    batch = again.batches.get()
    assert (batch.account, batch.matched_by) == (account, "number")
    assert again.duplicate_count == 2
    assert "DE1234" not in str(batch.account_draft)


def test_older_lines_leave_later_balances_as_they_are(ana: User, take: Taking) -> None:
    take(ana, BALANCES)
    account = MoneyAccount.objects.get()
    february = BALANCES.split(b"\n")[0] + b"\n2026-02-10;Corner Market;-40.00;1000.00;EUR\n"
    older = services.start_import(person=ana, data=february, filename="feb.csv", account=account)
    services.confirm_import(source=older)
    jobs.run(Job.objects.order_by("created_at").last().pk)  # type: ignore[union-attr]
    account.refresh_from_db()
    assert account.balance == Decimal("3511.80")
    assert (account.opening_balance, account.opened_on) == (Decimal("1040.00"), date(2026, 2, 10))
    older.refresh_from_db()
    services.undo_import(source=older)
    account.refresh_from_db()
    assert (account.balance, account.opening_balance) == (Decimal("3511.80"), Decimal("1000.00"))
    assert account.opened_on == date(2026, 3, 2)


def test_undo_takes_everything_back_and_the_file_can_come_again(ana: User, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    rent = Category.objects.get(pk=system_category_id("utilities"))
    core.choose_category(entry=Transaction.objects.get(payee="Stadtwerke Strom"), changed_by=ana, category=rent)
    core.bin_transaction(entry=Transaction.objects.get(payee="Felder IT Gehalt"))
    undone = services.undo_import(source=done)
    assert undone.status == Import.Status.UNDONE
    assert not Transaction.objects.exists()
    assert not ImportedLine.objects.exists()
    assert not MoneyAccount.objects.exists()
    with pytest.raises(Conflict):
        services.undo_import(source=done)
    assert take(ana, bank_file(MARCH)).report["taken"] == 4


def test_undo_keeps_what_others_put_into_the_account(ana: User, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    account = MoneyAccount.objects.get()
    core.record_transaction(
        account=account, recorded_by=ana, amount=Decimal("-5"), booked_on=date(2026, 3, 5), payee="Tip"
    )
    services.undo_import(source=done)
    account.refresh_from_db()
    assert account.balance == Decimal("-5")


def test_undo_ends_after_thirty_days(ana: User, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    Import.objects.update(finished_at=timezone.now() - timedelta(days=31))
    done.refresh_from_db()
    with pytest.raises(ValidationError):
        services.undo_import(source=done)
    assert Transaction.objects.count() == 4


def test_a_removed_file_is_gone(ana: User, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_import(source=source)
    assert not FileReference.objects.exists()
    assert not StoredFile.objects.exists()


class PowerCut(BaseException):
    """What a process sees of kill -9: nothing more."""


@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_a_run_that_dies_between_two_pieces_goes_on_without_doubles(
    ana: User, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    rows = [(f"2026-03-{day:02}", "Kaffeemobil", "-3.20") for day in range(1, 8)]
    source = services.start_import(person=ana, data=bank_file(rows), filename="march.csv")
    services.confirm_import(source=source)
    job = Job.objects.get(kind=services.JOB)
    monkeypatch.setattr(running, "AT_ONCE", 3)
    times = iter(range(10))
    whole = pieces.write_piece

    def cut(*args: Any, **kwargs: Any) -> None:
        if next(times) == dies_after:
            raise PowerCut
        whole(*args, **kwargs)

    monkeypatch.setattr(running, "write_piece", cut)
    with pytest.raises(PowerCut):
        jobs.run(job.pk)
    assert Transaction.objects.count() == dies_after * 3
    monkeypatch.setattr(running, "write_piece", whole)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(job.pk)
    source.refresh_from_db()
    assert (source.status, source.new_count, source.done_count) == (Import.Status.DONE, 7, 7)
    assert Transaction.objects.count() == 7


def test_the_same_file_dropped_twice_and_confirmed_twice_comes_once(
    ana: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first, second = (services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv") for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.confirm_import(source=first)
        services.confirm_import(source=second)
    assert MoneyAccount.objects.count() == 1
    assert Transaction.objects.count() == 4
    second.refresh_from_db()
    assert (second.report["taken"], second.report["duplicate"]) == (0, 4)


def test_an_import_that_gives_up_leaves_nothing(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    services.confirm_import(source=source)

    def refuse(*args: object) -> None:
        raise ValidationError("no", code="no")

    monkeypatch.setattr(running, "finish", refuse)
    jobs.run(Job.objects.get(kind=services.JOB).pk)
    source.refresh_from_db()
    assert (source.status, source.error) == (Import.Status.FAILED, "refused")
    assert not Transaction.objects.exists()
    assert not MoneyAccount.objects.exists()


def test_money_back_from_a_shop_is_a_refund_and_a_salary_is_income(ana: User, take: Taking) -> None:
    payees = {"LIDL SAGT DANKE": "refund", "ZALANDO refund": "refund", "Felder IT Gehalt": "income"}
    take(ana, bank_file([MARCH[0], *(("2026-03-27", payee, "258.00") for payee in payees)]))
    assert dict(Transaction.objects.filter(amount__gt=0).values_list("payee", "kind")) == payees


def test_paying_a_cards_bill_is_no_income_of_the_card(ana: User, take: Taking) -> None:
    card = OFX.replace(b"<NAME>KIOSK", b"<NAME>PAYMENT RECEIVED").replace(b"-9.90", b"900.00")
    for bank, credit in ((b"BANKMSGSRSV1", b"CREDITCARDMSGSRSV1"), (b"STMTTRNRS", b"CCSTMTTRNRS")):
        card = card.replace(bank, credit)
    card = card.replace(b"<STMTRS>", b"<CCSTMTRS>").replace(b"</STMTRS>", b"</CCSTMTRS>")
    card = card.replace(b"BANKACCTFROM", b"CCACCTFROM").replace(b"<BANKID>1", b"").replace(b"<ACCTTYPE>CHECKING", b"")
    take(ana, card)
    assert MoneyAccount.objects.get().subtype == MoneyAccount.Subtype.CARD
    assert dict(Transaction.objects.values_list("payee", "kind"))["PAYMENT RECEIVED"] == "transfer"


def test_more_decimals_than_the_currency_has_are_rounded_and_reported(ana: User, take: Taking) -> None:
    done = take(ana, bank_file([("2026-03-02", "Fuel", "-10.005"), ("2026-03-03", "Fuel", "-10.01")]))
    assert sorted(Transaction.objects.values_list("amount", flat=True)) == [Decimal("-10.01"), Decimal("-10.00")]
    assert done.report["rounded"] == 1


def test_a_closed_account_takes_no_file(ana: User) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Old")
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=account)
    core.close_money_account(account=account, on=date(2026, 4, 1))
    with pytest.raises(ValidationError):
        services.confirm_import(source=source)
    source.refresh_from_db()
    assert source.status == Import.Status.PREVIEW


def test_a_person_who_leaves_takes_imports_and_files_along(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    services.start_import(person=ana, data=OFX, filename="a.ofx")
    delete_account(person=ana)
    assert not Import.objects.exists()
    assert not FileReference.objects.exists()
    assert not Transaction.objects.exists()

"""Large files: kept at once, read by a job, and from then on like any other. Here every file counts as large."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import FileReference, Job
from ledger.core import services as core
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import checking, keeping, previewing, reading_apart, services, watching
from ledger.imports.models import Import, ImportMapping
from ledger.imports.readers import read_bank_file
from ledger.imports.tests.conftest import MARCH, Taking, bank_file

SignedIn = Callable[[User], Client]
Callbacks = Callable[..., Any]
IMPORTS = "/api/v1/imports/"
BOTH_WAYS = b"Date,Payee,Amount\n03/04/2026,Corner Market,-12.00\n05/04/2026,Corner Bakery,-3.00\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 0)
    previewing._found.clear()


def drop(browser: Client, data: bytes, **fields: object) -> str:
    """The address of the import's page."""
    answer = browser.post(reverse("import_start"), {"file": SimpleUploadedFile("march.csv", data), **fields})
    assert answer.status_code == 302
    return str(answer["Location"])


def send(browser: Client, data: bytes, key: str = "", **fields: object) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return browser.post(IMPORTS, {"file": SimpleUploadedFile("march.csv", data), **fields}, headers=headers)


def work() -> None:
    """What waits in the queue, as a worker does it; nothing of what this process has read is remembered."""
    for job in Job.objects.filter(status=Job.Status.QUEUED).order_by("created_at"):
        jobs.run(job.pk)
    keeping._cache.clear()
    previewing._found.clear()


def refuse_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a file that is parsed or checked is a mistake: it would keep the pages waiting."""

    def fail(*args: object, **kwargs: object) -> None:
        raise AssertionError("read in the serving process")

    monkeypatch.setattr(keeping, "read_bank_file", fail)
    monkeypatch.setattr(checking, "check_statement", fail)
    monkeypatch.setattr(previewing, "check_statement", fail)


def test_a_large_file_goes_on_by_itself_and_is_confirmed(
    ana: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))
    waiting = browser.get(url).text
    assert "The file is being read" in waiting
    assert "every 2s" in waiting
    assert "being read" in browser.get(reverse("import_history")).text
    assert browser.post(f"{url}confirmation/").status_code == 302
    assert browser.post(f"{url}lines/", {"choice": "0:3=skip"}).status_code == 302
    assert not Transaction.objects.exists()
    work()
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        assert "Kaffeemobil" in browser.get(url).text
        assert browser.post(f"{url}lines/", {"choice": "0:3=skip"}).status_code == 302
        assert "Add 3 lines" in browser.get(url).text
        assert browser.post(f"{url}account/0/", {"batch0-name": "Holiday"}).status_code == 302
        assert "Holiday" in browser.get(url).text
        assert browser.post(f"{url}confirmation/").status_code == 302
        assert "0 of 3 lines added" in browser.get(url).text
    work()
    assert "3 added" in browser.get(url).text
    assert MoneyAccount.objects.get().name == "Holiday"


def test_the_api_says_that_it_reads_and_what_it_found(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    made = send(browser, bank_file(MARCH), key="one")
    again = send(browser, bank_file(MARCH), key="one")
    assert (made.status_code, again["Idempotent-Replayed"]) == (201, "true")
    shown = made.json()
    assert again.json()["id"] == shown["id"]
    assert (shown["status"], shown["batches"], shown["new"]) == ("reading", [], 0)
    url = f"{IMPORTS}{shown['id']}/"
    assert browser.get(f"{url}lines/").status_code == 409
    assert browser.get(f"{url}columns/").status_code == 409
    assert browser.post(f"{url}confirmation/", {}, content_type="application/json").status_code == 409
    work()
    read = browser.get(url).json()
    assert (read["status"], read["new"], read["batches"][0]["money_out"]) == ("preview", 4, "71.40")
    assert browser.get(f"{url}lines/?verdict=new").json()["count"] == 4
    confirmed = browser.post(f"{url}confirmation/", {}, content_type="application/json")
    assert (confirmed.status_code, confirmed.json()["status"]) == (202, "running")
    assert browser.get(f"{url}lines/").status_code == 409
    work()
    assert browser.get(url).json()["report"]["taken"] == 4


@pytest.mark.parametrize(("data", "code"), [(b"hello", "no_date_column"), (b"%PDF-1.4 abc", "binary")])
def test_a_file_that_cannot_be_read_is_not_kept_and_says_why(
    ana: User, signed_in: SignedIn, data: bytes, code: str
) -> None:
    browser = signed_in(ana)
    url = drop(browser, data)
    work()
    page = browser.get(url)
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    told = browser.get(f"{IMPORTS}{Import.objects.get().pk}/").json()
    assert (told["status"], told["error"]) == ("failed", code)
    assert told["error_detail"] in page.text
    assert not FileReference.objects.exists()
    listed = browser.get(reverse("import_history")).text
    assert url in listed
    assert f"{url}again/" not in listed
    assert browser.post(f"{url}again/").status_code == 302
    for tail in ("answer/", "columns/", "lines/", "corrections/", "confirmation/", "discard/"):
        assert browser.post(url + tail).status_code == 302
    assert browser.get(f"{IMPORTS}{Import.objects.get().pk}/columns/").status_code == 409


def test_an_account_that_does_not_fit_is_told(ana: User, signed_in: SignedIn) -> None:
    dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
    browser = signed_in(ana)
    made = send(browser, bank_file(MARCH), money_account=str(dollars.pk)).json()
    work()
    told = browser.get(f"{IMPORTS}{made['id']}/").json()
    assert (told["status"], told["error"]) == ("failed", "other_currency")
    assert "currency" in told["error_detail"]


def test_an_answer_is_read_under_apart_and_one_that_does_not_fit_changes_nothing(
    ana: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(ana)
    url = drop(browser, BOTH_WAYS)
    work()
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        assert "Which is the day?" in browser.get(url).text
        assert browser.post(f"{url}answer/", {"answer": "sideways"}).status_code == 422
        swapped = browser.post(f"{url}answer/", {"answer": "month_first"}, headers=HTMX)
        assert "The file is being read" in swapped.text
    work()
    assert "4 Mar" in browser.get(url).text
    source = Import.objects.get()
    services.choose_columns(source=source, roles={0: "booked_on", 1: "amount"})
    work()
    source.refresh_from_db()
    assert (source.status, source.error) == (Import.Status.PREVIEW, "columns_do_not_fit")
    refused = browser.get(url)
    assert "It needs a day and an amount" in refused.text
    assert "4 Mar" in refused.text


def test_another_account_is_held_against_apart(ana: User, take: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 10**9)
    take(ana, bank_file(MARCH[:2]))
    mine = MoneyAccount.objects.get()
    other = core.create_money_account(owner=ana, currency="EUR", name="Other")
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 0)
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    work()
    source.refresh_from_db()
    assert (source.new_count, source.duplicate_count) == (2, 2)
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        again = services.choose_account(batch=source.batches.get(), account=other)
    assert again.status == Import.Status.READING
    work()
    source.refresh_from_db()
    assert (source.new_count, source.duplicate_count) == (4, 0)
    assert source.batches.get().account == other
    assert mine.transactions.count() == 2


def test_a_reading_that_was_cut_off_is_done_again(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    [job] = Job.objects.all()

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reading_apart, "_show", die)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(job.pk)
    source.refresh_from_db()
    assert (source.status, source.batches.count()) == (Import.Status.READING, 1)
    Job.objects.update(status=Job.Status.RUNNING, lease_until=job.created_at)
    keeping._cache.clear()
    assert jobs.sweep() == 1
    jobs.run(job.pk)
    source.refresh_from_db()
    assert (source.status, source.new_count, source.batches.count()) == (Import.Status.PREVIEW, 4, 1)


def test_one_that_fails_every_time_says_so_and_can_be_tried_again(
    ana: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")

    def fail(*args: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(reading_apart, "_read_first", fail)
        Job.objects.update(attempts=jobs.MAX_ATTEMPTS - 1)
        jobs.run(Job.objects.get().pk)
    source.refresh_from_db()
    assert (source.status, source.error) == (Import.Status.FAILED, "could_not_finish")
    assert signed_in(ana).post(reverse("import_again", args=[source.pk])).status_code == 302
    work()
    assert Import.objects.latest("created_at").new_count == 4


def test_one_that_is_being_read_can_be_removed(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))
    assert browser.post(f"{url}discard/").status_code == 302
    work()
    assert not Import.objects.exists()
    assert not FileReference.objects.exists()
    assert not Job.objects.exclude(status=Job.Status.DONE).exists()


def test_one_removed_while_it_is_read_stays_removed(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")

    def remove(data: bytes, **kwargs: Any) -> Any:
        services.discard_import(source=Import.objects.get(pk=source.pk))
        return read_bank_file(data, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "read_bank_file", remove)
        jobs.run(Job.objects.get(kind=reading_apart.JOB).pk)
    assert not Import.objects.exists()
    assert Job.objects.get(kind=reading_apart.JOB).status == Job.Status.DONE


def test_what_is_kept_no_longer_is_read_again_before_it_is_shown(
    ana: User, signed_in: SignedIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))
    work()
    for path in (Path(settings.DATA_DIR) / "read-files").iterdir():
        path.unlink()
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        with pytest.raises(Conflict):
            services.confirm_import(source=Import.objects.get())
        assert "The file is being read" in browser.get(url).text
    work()
    assert "Add 4 lines" in browser.get(url).text


def test_choices_add_up_as_if_all_lines_were_counted(ana: User, take: Taking) -> None:
    mine = core.create_money_account(owner=ana, currency="EUR", name="Mine")
    core.record_transaction(
        account=mine, recorded_by=ana, amount=Decimal("-65.00"), booked_on=date(2026, 3, 2), payee="Stadtwerke Strom"
    )
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=mine)
    work()
    source.refresh_from_db()
    for choices in ({"0:2": "add"}, {"0:3": "skip", "0:4": "add"}, {"0:2": "merge", "0:5": "skip"}, {"0:2": "skip"}):
        services.choose_lines(source=source, choices=choices)
        source.refresh_from_db()
        shown = previewing.preview(source).batches[0].sums
        assert shown == checking.check_import(source).batches[0].sums


def test_the_watched_folder_goes_on_with_a_large_file(ana: User, take: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 10**9)
    take(ana, bank_file(MARCH))
    assert ImportMapping.objects.exists()
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 0)
    watching._import(ana, bank_file([*MARCH, ("2026-04-02", "Kaffeemobil", "-3.20")]), "april.csv")
    work()
    work()
    assert Import.objects.latest("created_at").status == Import.Status.DONE
    assert Transaction.objects.count() == 5

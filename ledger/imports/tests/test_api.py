"""`imports/` by programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import keeping
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused
from ledger.imports.tests.conftest import MARCH, bank_file

SignedIn = Callable[[User], Client]
Callbacks = Callable[..., Any]
IMPORTS = "/api/v1/imports/"


def send(browser: Client, data: bytes, **fields: object) -> Any:
    return browser.post(IMPORTS, {"file": SimpleUploadedFile("march.csv", data), **fields})


def post(browser: Client, url: str, body: object = None, **headers: str) -> Any:
    return browser.post(url, body or {}, content_type="application/json", headers=headers)


def error_of(answer: Any) -> tuple[str, str | None]:
    first = answer.json()["errors"][0]
    return first["code"], first["attr"]


def test_a_file_goes_all_the_way_by_api(
    ana: User, signed_in: SignedIn, django_capture_on_commit_callbacks: Callbacks
) -> None:
    browser = signed_in(ana)
    made = send(browser, bank_file(MARCH))
    assert made.status_code == 201
    shown = made.json()
    assert (shown["status"], shown["question"]) == ("preview", None)
    assert [shown[name] for name in ("new", "alike", "duplicate", "refused")] == [4, 0, 0, 0]
    assert shown["batches"][0]["new_account"]["currency"] == "EUR"
    assert shown["batches"][0]["money_out"] == "71.40"
    url = f"{IMPORTS}{shown['id']}/"
    lines = browser.get(f"{url}lines/?limit=2&verdict=new").json()
    assert (lines["count"], len(lines["results"])) == (4, 2)
    assert lines["results"][0]["key"] == "0:2"
    with django_capture_on_commit_callbacks(execute=True):
        confirmed = post(browser, f"{url}confirmation/", {"choices": {"0:3": "skip"}})
    assert confirmed.status_code == 202
    done = browser.get(url).json()
    assert (done["status"], done["new"], done["report"]["skipped"]) == ("done", 3, 1)
    assert browser.get("/api/v1/transactions/").json()["count"] == 3
    undone = post(browser, f"{url}undo/")
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert browser.get("/api/v1/transactions/").json()["count"] == 0
    assert browser.get(IMPORTS).json()["results"][0]["status"] == "undone"


def test_a_file_that_cannot_be_used_is_named_with_its_reason(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    answer = send(browser, b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert (answer.status_code, error_of(answer)) == (400, ("binary", "file"))
    assert error_of(send(browser, b"")) == ("empty", "file")
    assert error_of(browser.post(IMPORTS, {})) == ("required", "file")
    assert error_of(send(browser, bank_file(MARCH), other="x")) == ("unknown_field", "other")
    assert error_of(send(browser, bank_file(MARCH), money_account="x\x00")) == ("invalid", "money_account")
    assert browser.post(IMPORTS, {}, content_type="application/json").status_code == 415
    broken = browser.generic("POST", IMPORTS, b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400
    assert not Import.objects.exists()


def test_somebody_elses_things_do_not_exist(ana: User, carla: User, signed_in: SignedIn) -> None:
    hers = core.create_money_account(owner=carla, currency="EUR", name="Hers")
    url = f"{IMPORTS}{send(signed_in(carla), bank_file(MARCH)).json()['id']}/"
    browser = signed_in(ana)
    assert error_of(send(browser, bank_file(MARCH), money_account=hers.pk)) == ("does_not_exist", "money_account")
    for tail in ("", "lines/"):
        assert browser.get(url + tail).status_code == 404
    for tail, body in (("answer/", {"answer": "x"}), ("confirmation/", {}), ("undo/", {})):
        assert post(browser, url + tail, body).status_code == 404
    assert browser.put(f"{url}batches/0/account/", {}, content_type="application/json").status_code == 404
    assert browser.delete(url).status_code == 404
    assert browser.get(IMPORTS).json()["count"] == 0
    assert Client().get(url).status_code == 401


def test_a_confirmation_counts_once(
    ana: User, signed_in: SignedIn, django_capture_on_commit_callbacks: Callbacks
) -> None:
    browser = signed_in(ana)
    url = f"{IMPORTS}{send(browser, bank_file(MARCH)).json()['id']}/"
    with django_capture_on_commit_callbacks(execute=True):
        first = post(browser, f"{url}confirmation/", **{"Idempotency-Key": "k"})
        replay = post(browser, f"{url}confirmation/", **{"Idempotency-Key": "k"})
        again = post(browser, f"{url}confirmation/")
    assert (first.status_code, replay.status_code) == (202, 202)
    assert again.status_code == 409
    assert error_of(again)[0] == "version_conflict"
    assert again.json()["current"]["id"] == url.split("/")[-2]
    assert browser.delete(url).status_code == 409
    assert Transaction.objects.count() == 4


def test_the_account_of_a_statement_can_be_chosen_or_described(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    mine = core.create_money_account(owner=ana, currency="EUR", name="Mine")
    dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
    url = f"{IMPORTS}{send(browser, bank_file(MARCH)).json()['id']}/batches/0/account/"

    def put(body: object) -> Any:
        return browser.put(url, body, content_type="application/json")

    assert put({"money_account": str(mine.pk)}).json()["batches"][0]["money_account"] == str(mine.pk)
    assert error_of(put({"money_account": str(dollars.pk)})) == ("other_currency", "money_account")
    assert error_of(put({"money_account": str(uuid4())})) == ("does_not_exist", "money_account")
    assert error_of(put({"money_account": str(mine.pk), "name": "x"})) == ("either_or", "money_account")
    assert error_of(put({})) == ("either_or", "money_account")
    described = put({"name": "Savings", "subtype": "savings"}).json()["batches"][0]
    assert described["money_account"] is None
    assert (described["new_account"]["name"], described["new_account"]["type"]) == ("Savings", "savings")
    assert error_of(put({"currency": "USD"})) == ("currency_known", "currency")
    assert error_of(put({"name": ""})) == ("blank", "name")


def test_a_question_is_asked_answered_and_remembered(
    ana: User, signed_in: SignedIn, django_capture_on_commit_callbacks: Callbacks
) -> None:
    table = "Date,Payee,Amount\n03/04/2026,Corner Market,-12.00\n05/04/2026,Corner Bakery,-3.00\n"
    browser = signed_in(ana)
    asked = send(browser, table.encode()).json()
    assert asked["question"]["code"] == "day_order"
    url = f"{IMPORTS}{asked['id']}/"
    assert error_of(post(browser, f"{url}confirmation/")) == ("question_open", "question")
    assert error_of(post(browser, f"{url}answer/", {"answer": "sideways"})) == ("invalid_choice", "answer")
    answered = post(browser, f"{url}answer/", {"answer": "month_first"}).json()
    assert answered["question"] is None
    assert answered["batches"][0]["first_on"] == "2026-03-04"
    with django_capture_on_commit_callbacks(execute=True):
        assert post(browser, f"{url}confirmation/").status_code == 202
    assert MoneyAccount.objects.owned_by(ana).count() == 1
    following = send(browser, table.replace("03/04", "06/04").encode()).json()
    assert following["question"] is None
    assert following["batches"][0]["matched_by"] == "shape"


def test_an_answer_under_which_nothing_can_be_read_is_refused(
    ana: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(ana)
    made = send(browser, b"Date,Payee,Amount\n03/04/2026,Corner Market,-12.00\n05/04/2026,Bakery,-3.00\n").json()

    def refuse(*args: object, answers: object, **kwargs: object) -> None:
        raise FileRefused("no_transactions")

    monkeypatch.setattr(keeping, "read_bank_file", refuse)
    answer = post(browser, f"{IMPORTS}{made['id']}/answer/", {"answer": "day_first"})
    assert (answer.status_code, error_of(answer)) == (400, ("does_not_fit", "answer"))
    assert Import.objects.get().answers == {}


@pytest.mark.parametrize(
    "choices", [{"0:99": "add"}, {"0:2": "perhaps"}, {"x": "add"}, ["0:2"], "0:2", {"\x00": "add"}, {"0:2": None}]
)
def test_choices_name_lines_of_the_file(ana: User, signed_in: SignedIn, choices: object) -> None:
    browser = signed_in(ana)
    made = send(browser, bank_file(MARCH)).json()
    answer = post(browser, f"{IMPORTS}{made['id']}/confirmation/", {"choices": choices})
    assert answer.status_code == 400
    assert Import.objects.get(pk=UUID(made["id"])).status == Import.Status.PREVIEW

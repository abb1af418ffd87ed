"""One file the whole way through the API: started, answered, confirmed, run and taken back, looked at on its pages."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import create_money_account
from ledger.imports.api.shapes import import_shape
from ledger.imports.models import Import, ImportedLine
from prove.fuzzing.reading import TooSlow, within
from prove.outcome import Outcome

MOST_SECONDS = 20.0
MOST_ANSWERS = 6
Status = Import.Status


class Wrong(Exception):
    """Something of the ledger is not as it must be."""


def import_and_take_back(number: int, kind: str, data: bytes, outcome: Outcome) -> str:
    """What went wrong, '' where all holds. The file is a new person's; half of them have an account already."""
    dice = Random(number)  # noqa: S311
    person = User.objects.create_user(f"fuzz-{number}-{connection.vendor}@example.org", "pw", currency="EUR")
    account = create_money_account(owner=person, currency="EUR", name="Main") if dice.random() < 0.5 else None
    try:
        with within(MOST_SECONDS):
            outcome.figures[f"imported: {_live_through(person, account, data, dice)}"] += 1
        return ""
    except TooSlow:
        return f"more than {MOST_SECONDS:.0f} s of CPU"
    except Wrong as wrong:
        return str(wrong)
    except Exception as error:  # noqa: BLE001 a crash is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({where.name}, line {where.lineno})"


def _live_through(person: User, account: MoneyAccount | None, data: bytes, dice: Random) -> str:
    client = APIClient()
    client.force_authenticate(person)
    body: dict[str, Any] = {"file": SimpleUploadedFile("file", data)}
    if account is not None and dice.random() < 0.5:
        body["money_account"] = str(account.pk)
    told = _call(client, "", body, format="multipart")
    if "id" not in told:
        _expect_nothing(person, account)
        return "refused"
    path = f"{told['id']}/"
    for question in _questions(told):
        told = _call(client, f"{path}answer/", {"answer": dice.choice(question["options"])["value"]})
        if "id" not in told:
            break
    _look_at_pages(person, told.get("id", path[:-1]))
    choices = _choices(client, path, dice)
    told = _call(client, f"{path}confirmation/", {"choices": choices})
    if "id" not in told:
        _expect_nothing(person, account)
        return "refused when confirmed"
    return _after_the_run(client, person, account, Import.objects.get(pk=told["id"]), data)


def _after_the_run(client: APIClient, person: User, account: MoneyAccount | None, source: Import, data: bytes) -> str:
    if source.status == Status.FAILED:
        _expect_nothing(person, account)
        return "failed whole"
    if source.status != Status.DONE:
        raise Wrong(f"confirmed and run, it is {source.status}: {source.job and source.job.error}")
    _look_at_pages(person, str(source.pk))
    _expect_whole(person, source)
    _expect_no_doubles(client, source, data)
    _call(client, f"{source.pk}/undo/", {})
    source.refresh_from_db()
    if source.status != Status.UNDONE:
        raise Wrong(f"taken back, it is {source.status}")
    _expect_nothing(person, account)
    return "whole, and taken back"


def _call(client: APIClient, path: str, body: dict[str, Any], format: str = "json") -> dict[str, Any]:
    """The answer; a refusal has no id. Raises Wrong for an answer that is neither."""
    answer = client.post(f"/api/v1/imports/{path}", body, format=format)
    if answer.status_code not in (200, 201, 202, 400, 409):
        raise Wrong(f"{path or 'start'}: {answer.status_code} {answer.content[:200]!r}")
    found: dict[str, Any] = answer.json()
    return found


def _questions(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each question once it is asked. Raises Wrong where that never ends."""
    for _ in range(MOST_ANSWERS):
        current = Import.objects.get(pk=told["id"])
        if not current.question:
            return
        yield import_shape(current)["question"]
    raise Wrong(f"still asking after {MOST_ANSWERS} answers")


def _choices(client: APIClient, path: str, dice: Random) -> dict[str, str]:
    if dice.random() > 0.3:
        return {}
    lines = client.get(f"/api/v1/imports/{path}lines/?verdict=new").json()["results"]
    return {line["key"]: dice.choice(("add", "skip")) for line in dice.sample(lines, min(3, len(lines)))}


def _look_at_pages(person: User, key: str) -> None:
    """Whatever the file holds is shown; an exception while it is drawn comes out of the client."""
    browser = Client()
    browser.force_login(person)
    answer = browser.get(reverse("import_detail", args=[key]))
    if answer.status_code != 200:
        raise Wrong(f"the page answers {answer.status_code}")


def _expect_whole(person: User, source: Import) -> None:
    entries = Transaction.objects.owned_by(person).count()
    lines = ImportedLine.objects.filter(batch__source=source)
    if not entries == lines.count() == lines.values("transaction").distinct().count() == source.report["taken"]:
        raise Wrong(f"{entries} entries, {lines.count()} fingerprints, {source.report['taken']} reported")
    _expect_right(person)


def _expect_no_doubles(client: APIClient, source: Import, data: bytes) -> None:
    """The same file again brings nothing, where it is known to be of the same accounts and was taken whole."""
    told = _call(client, "", {"file": SimpleUploadedFile("file", data)}, format="multipart")
    again = Import.objects.get(pk=told["id"])
    same = {each.account_id for each in again.batches.all()} <= {each.account_id for each in source.batches.all()}
    if same and not source.choices and again.answers == source.answers and again.new_count:
        raise Wrong(f"the same file again would add {again.new_count} lines")
    client.delete(f"/api/v1/imports/{again.pk}/")


def _expect_nothing(person: User, account: MoneyAccount | None) -> None:
    entries = Transaction.objects.owned_by(person).count()
    lines = ImportedLine.objects.filter(account__grants__person=person).count()
    accounts = MoneyAccount.objects.owned_by(person).count()
    if entries or lines or accounts != (account is not None):
        raise Wrong(f"not taken: yet {entries} entries, {lines} fingerprints, {accounts} accounts are here")
    _expect_right(person)


def _expect_right(person: User) -> None:
    for each in MoneyAccount.objects.owned_by(person):
        for difference in check_account(each):
            raise Wrong(str(difference))

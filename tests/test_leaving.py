"""Whoever deletes their account is gone: from every column of every table, the disk, the search and the log-in.

Tables and columns are asked of the database, so that one that is new is looked at too. What was shared stays with the
other, to the cent, and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField
from django.test import Client
from django.utils import timezone

from accounts.keys.models import ApiKey
from accounts.models import User
from accounts.notifications.models import PushDevice
from accounts.saved.models import SavedView
from accounts.services import delete_account
from config.kernel import audit, files, jobs, locks
from config.kernel.models import FileReference, Job, KeptMail, OutgoingMail, StoredFile
from config.kernel.search.models import SearchEntry
from ledger.core.checking import check_account
from ledger.core.errors import NoLongerThere
from ledger.core.models import MoneyAccount, Transaction
from ledger.demo.household import make_demo
from ledger.imports import keeping, reading_apart
from ledger.imports.keeping import read_again
from ledger.imports.readers import read_bank_file
from ledger.imports.services import confirm_import, discard_import, start_import
from partnerships.agreements.services import ask_for_threshold
from partnerships.alerting import telling
from partnerships.approvals.models import Approval
from partnerships.core.models import Member
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.statements.models import Contribution, Settlement

# The id of nobody may stand in the trail, to which rows are only added.
OPAQUE = {"kernel_auditentry.details"}
PASSWORD = "a rather long pass phrase"
NAME = "Zofiana Quellbach"
MARKER = "Murmeltierverleih"
BANK_FILE = f"""Booking date;Payee;Purpose;Amount;Currency
2026-03-02;{MARKER};Card 4711;-65.00;EUR
2026-03-03;Kaffeemobil;Card 4711;-3.20;EUR
""".encode()
# Links between tables by the names of rows, kept by Django itself: no person is in them.
OF_DJANGO = ("django_migrations", "django_content_type", "auth_permission")


@pytest.fixture
def couple(db: None) -> tuple[User, User]:
    """The demo's two, no demo any more; Ana also has what a person gets by and by around the ledger."""
    ana, ben = sorted(make_demo(), key=lambda each: each.email)
    User.objects.filter(pk__in=[ana.pk, ben.pk]).update(is_demo=False)
    ana.name = NAME
    Member.objects.filter(person=ana).update(name=ana.short_name)
    ana.set_password(PASSWORD)
    ana.save()
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    logged_in = Client()
    logged_in.login(email=ana.email, password=PASSWORD)
    UserSession.objects.get_or_create(
        user=ana, session_key=logged_in.session.session_key, defaults={"ip": "192.0.2.7", "user_agent": "Ana's phone"}
    )
    PushDevice.objects.create(
        person=ana, service="web", digest="d" * 64, address="https://push.example/a", name="Phone"
    )
    ApiKey.objects.create(person=ana, name="Script", digest="k" * 64, beginning="tp_", scopes="ledger:read")
    SavedView.objects.create(person=ana, page="transactions", name="Mine", query="q=1")
    files.store(ana, b"only hers", name="hers.txt", content_type="text/plain", purpose="import")
    jobs.enqueue("nothing", {"person": str(ana.pk)}, person=ana)
    audit.record("logged_in", person=ana)
    _tell_and_write(ana, ben)
    return ana, ben


def _tell_and_write(ana: User, ben: User) -> None:
    """What others were told of Ana, and mail that was kept or waits for its server."""
    ask_for_threshold(standing=_standing(ana), threshold=Decimal(250))
    telling.tell_of_request(Approval.objects.filter(requested_by=ana, status="pending").latest("pk").pk)
    with get_connection("config.kernel.mail.KeptMailBackend") as kept:
        kept.send_messages([
            EmailMessage("Your code", "123456", "us@example.org", [ana.email.upper()]),
            EmailMessage(f"{ana.short_name} asks", f"{ana.name}'s question", "us@example.org", [ben.email]),
        ])  # fmt: skip
    with get_connection("config.kernel.mail.OutgoingMailBackend") as waiting:
        waiting.send_messages([EmailMessage("A", "B", "us@example.org", [each.email]) for each in (ana, ben)])


def _standing(person: User) -> Standing:
    found = current_standing(person)
    assert found is not None
    return found


def files_holding(words: Sequence[bytes]) -> list[Path]:
    """Of DATA_DIR but for the database itself, which writes over what was deleted when it needs the room."""
    found = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file() and ".sqlite3" not in path.name]
    return [path for path in found if any(word in path.read_bytes() for word in words)]


def columns_naming_people() -> Iterator[tuple[Any, str]]:
    """Every foreign key to a person of every model, and the tables between many and many."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is User:
                yield model, field.attname
            assert not (isinstance(field, ManyToManyField) and field.related_model is User), field


def holding(words: Sequence[str]) -> list[str]:
    """table.column of each value that holds one of the words, whatever its type: a scan of the whole database."""
    found = []
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        for table in connection.introspection.table_names(cursor):
            if table in OF_DJANGO:
                continue
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")  # noqa: S608 names of our own tables
            for column in [each[0] for each in cursor.description]:
                text = f"lower(CAST({quote(column)} AS text))"
                asked = " OR ".join(f"{text} LIKE %s" for _ in words)
                cursor.execute(
                    f"SELECT count(*) FROM {quote(table)} WHERE {asked}",  # noqa: S608 names of our own tables
                    [f"%{word.lower()}%" for word in words],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return found


def shared_history(ben: User) -> dict[str, list[Any]]:
    """What Ben has and what the two agreed, as figures: whose name stands beside them is another matter."""
    accounts = MoneyAccount.objects.owned_by(ben)
    lines = Transaction.objects.filter(account__in=accounts)
    # What waits for an answer ends with who would give it.
    agreed = SharedExpense.objects.visible_to(ben).exclude(status=SharedExpense.Status.PENDING_APPROVAL)
    return {
        "balances": sorted(accounts.values_list("pk", "balance", "opening_balance")),
        "lines": sorted(lines.values_list("pk", "amount", "booked_on")),
        "expenses": sorted(agreed.values_list("pk", "amount", "payer")),
        "payments": sorted(SharedPayment.objects.visible_to(ben).values_list("pk", "amount", "payer", "first_amount")),
        "settlements": sorted(Settlement.objects.visible_to(ben).values_list("pk", "amount", "payer")),
        "contributions": sorted(Contribution.objects.visible_to(ben).values_list("pk", "required", "paid_amount")),
    }


def test_no_column_of_any_table_names_who_has_left(
    couple: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = couple
    hers, words = ana.pk, [str(ana.pk), ana.pk.hex, ana.email, ana.name, ana.short_name]
    naming = list(columns_naming_people())
    assert len(naming) > 40
    before = [model._meta.label for model, column in naming if model.objects.filter(**{column: hers}).exists()]
    assert len(before) > 20
    assert len(holding(words)) > 20

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)

    left = [
        f"{model._meta.label}.{column}"
        for model, column in naming
        if model._base_manager.filter(**{column: hers}).exists()
    ]
    assert left == []
    assert holding(words[2:]) == []
    assert set(holding(words[:2])) <= OPAQUE
    assert User.objects.filter(pk=ben.pk).exists()


def test_no_file_search_entry_session_or_token_is_left(
    couple: tuple[User, User], signed_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ana, _ = couple
    hers = set(FileReference.objects.filter(owner=ana).values_list("file", flat=True))
    others = set(FileReference.objects.exclude(owner=ana).values_list("file", flat=True))
    gone = [StoredFile(digest=digest).path for digest in hers - others]
    assert gone
    own = MoneyAccount.objects.owned_by(ana)
    who = ana.pk
    alone = [each.pk for each in own if each.grants.exclude(role="viewer").count() == 1]
    assert alone
    keys = list(UserSession.objects.filter(user=ana).values_list("session_key", flat=True))
    assert Session.objects.filter(session_key__in=keys).exists()
    browser = signed_in(ana)
    assert browser.get("/transactions/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)

    assert not [path for path in gone if default_storage.exists(path)]
    assert not StoredFile.objects.filter(pk__in=hers - others).exists()
    assert not SearchEntry.objects.filter(audience__in=[who, *alone]).exists()
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert browser.get("/transactions/").status_code == 302


def test_the_others_figures_stay_to_the_cent(
    couple: tuple[User, User], signed_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = couple
    before = shared_history(ben)
    assert {name for name, rows in before.items() if rows} >= {"balances", "lines", "expenses", "payments"}

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)

    assert shared_history(ben) == before
    assert [found for account in MoneyAccount.objects.all() for found in check_account(account)] == []
    client = signed_in(ben)
    for path in ("/", "/transactions/", "/money-accounts/", "/together/", "/things/"):
        shown = client.get(path, follow=True)
        assert shown.status_code == 200, path
        assert ana.name not in shown.content.decode(), path


def test_nothing_of_a_bank_file_is_left_at_once(
    couple: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    ana, _ = couple
    source = start_import(person=ana, data=BANK_FILE, filename="march.csv")
    before = set(files_holding([MARKER.encode()]))
    # As it was read under other terms before: nothing names that any more.
    source.read_on -= timedelta(days=1)
    read_again(source)
    assert len(before) == 2
    assert len(files_holding([MARKER.encode()])) == 3

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)

    assert files_holding([MARKER.encode(), ana.email.encode(), NAME.encode()]) == []
    assert not keeping.is_kept(source)
    assert holding([MARKER]) == []


def test_a_file_that_somebody_else_has_too_stays_theirs(
    couple: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    ana, _ = couple
    for each in couple:
        kept = start_import(person=each, data=BANK_FILE, filename="march.csv")

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)

    assert kept.file is not None
    with files.open_file(kept.file) as opened:
        assert opened.read() == BANK_FILE
    confirm_import(source=kept)


def test_what_a_crash_left_undone_is_done_later(
    couple: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    ana, _ = couple
    start_import(person=ana, data=BANK_FILE, filename="march.csv")
    # The process ended right after the commit: nothing was sent.
    delete_account(person=ana)
    assert len(files_holding([MARKER.encode()])) == 2
    with locks.held(locks.BACKUP):
        _work()
        assert len(files_holding([MARKER.encode()])) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        _work()
    assert files_holding([MARKER.encode()]) == []


def test_what_was_read_of_a_file_goes_by_night_though_nobody_uploads(couple: tuple[User, User]) -> None:
    start_import(person=couple[0], data=BANK_FILE, filename="march.csv")
    read = [path for path in files_holding([MARKER.encode()]) if path.parent.name == "read-files"]
    jobs.enqueue("ledger.import.sweep", {})
    _work()
    assert [path.exists() for path in read] == [True]
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        jobs.enqueue("ledger.import.sweep", {})
        _work()
    assert [path.exists() for path in read] == [False]


def test_mail_of_who_has_left_goes_and_the_others_stays_without_the_name(
    couple: tuple[User, User], django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = couple

    with django_capture_on_commit_callbacks():
        delete_account(person=ana)

    assert [(each.to, each.subject, each.body) for each in KeptMail.objects.all()] == [
        (ben.email, "Somebody asks", "Somebody's question")
    ]
    assert [orjson.loads(each.contents)["to"] for each in OutgoingMail.objects.all()] == [[ben.email]]


def test_jobs_that_name_who_has_left_go_but_for_those_at_work(couple: tuple[User, User]) -> None:
    ana, ben = couple
    named = {
        status: Job.objects.create(kind="nothing", payload={"by": str(ana.pk)}, status=status) for status in Job.Status
    }
    other = Job.objects.create(kind="nothing", payload={"by": str(ben.pk)}, status=Job.Status.DONE)

    delete_account(person=ana)

    left = Job.objects.filter(pk__in=[other.pk, *(each.pk for each in named.values())])
    assert set(left) == {other, named[Job.Status.RUNNING]}


def test_work_whose_person_leaves_meanwhile_ends_without_a_word(
    couple: tuple[User, User], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is being read as its person deletes the account; nothing of it comes back."""
    ana, _ = couple
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 0)
    source = start_import(person=ana, data=BANK_FILE, filename="march.csv")

    def leave(data: bytes, **said: Any) -> Any:
        delete_account(person=ana)
        return read_bank_file(data, **said)

    monkeypatch.setattr(keeping, "read_bank_file", leave)
    assert source.job is not None
    jobs.run(source.job.pk)
    assert [each for each in caplog.records if each.levelname in ("WARNING", "ERROR")] == []
    OutgoingMail.objects.all().delete()
    _work()
    assert files_holding([MARKER.encode()]) == []
    with pytest.raises(NoLongerThere):
        discard_import(source=source)


def test_pages_and_answers_call_who_has_left_somebody(couple: tuple[User, User], signed_in: Any) -> None:
    ana, ben = couple
    client = signed_in(ben)
    for path in ("/notifications/", "/settings/partner/", "/together/chat/"):
        assert ana.short_name in client.get(path, follow=True).content.decode(), path

    delete_account(person=ana)

    [shared] = client.get("/api/v1/partnerships/").json()["results"]
    assert shared["partner"] == {"id": None, "name": "Somebody", "place": shared["partner"]["place"]}
    for path in (
        "/notifications/",
        "/settings/partner/",
        "/together/statement/",
        "/together/invite/",
        "/together/chat/",
    ):
        assert ana.short_name not in client.get(path, follow=True).content.decode(), path
    assert "Somebody" in client.get("/notifications/").content.decode()


def _work() -> None:
    for job in Job.objects.filter(status=Job.Status.QUEUED, run_after__lte=timezone.now()).order_by("created_at"):
        jobs.run(job.pk)

"""Whoever deletes their account is gone: from every column of every table, the disk, the search and the log-in.

Tables and columns are asked of the database, so that one that is new is looked at too. What was shared stays with the
other, to the cent, and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField
from django.test import Client

from accounts.keys.models import ApiKey
from accounts.models import User
from accounts.notifications.models import PushDevice
from accounts.saved.models import SavedView
from accounts.services import delete_account
from config.kernel import audit, files, jobs
from config.kernel.models import FileReference, StoredFile
from config.kernel.search.models import SearchEntry
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.demo.household import make_demo
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.statements.models import Contribution, Settlement

# The id of nobody may stand in the trail, to which rows are only added, and in work that is done or finds nobody.
OPAQUE = {"kernel_auditentry.details", "kernel_job.payload"}
PASSWORD = "a rather long pass phrase"
# Links between tables by the names of rows, kept by Django itself: no person is in them.
OF_DJANGO = ("django_migrations", "django_content_type", "auth_permission")


@pytest.fixture
def couple(db: None) -> tuple[User, User]:
    """The demo's two, no demo any more; Ana also has what a person gets by and by around the ledger."""
    ana, ben = sorted(make_demo(), key=lambda each: each.email)
    User.objects.filter(pk__in=[ana.pk, ben.pk]).update(is_demo=False)
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
    return ana, ben


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
    hers, words = ana.pk, [str(ana.pk), ana.pk.hex, ana.email]
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
    assert holding([*words[2:], ana.name]) == []
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
    files.collect_unreferenced(timedelta(0))

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

"""The index is kept by itself: the job that is sent for, and rows whose places come again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from config.kernel.search.due import kinds_due
from config.kernel.search.indexing import JOB, index_due, sweep_due
from config.kernel.search.models import SearchDue, SearchEntry
from ledger.core.access import lens_of
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import MoneyAccount, Transaction
from tests.searching.conftest import Found

pytestmark = pytest.mark.django_db


def test_what_is_due_is_indexed_by_one_job(pays: Callable[..., Transaction], ana: User) -> None:
    pays("Corner Shop")
    sweep_due()
    sweep_due()
    job = Job.objects.get(kind=JOB)
    jobs.run(job.pk, may_spawn=False)
    assert not SearchDue.objects.exists()
    assert kinds_due() == set()
    assert SearchEntry.objects.filter(kind="transaction", search_text=" corner shop ").count() == 1
    sweep_due()
    assert Job.objects.filter(kind=JOB).count() == 1


def test_lines_that_take_the_place_of_deleted_ones_are_found(
    pays: Callable[..., Transaction], ana: User, everyday: MoneyAccount, found: Found
) -> None:
    """As after the undo of an import: SQLite gives the rowids of the last rows again."""
    pays("First Shop")
    undone = [pays(f"Undone {number}").pk for number in range(3)]
    index_due()
    Transaction.objects.filter(pk__in=undone).delete()
    pays("Second Shop")
    asked = TransactionFilter(search="second")
    assert [row.payee for row in list_transactions(lens_of(ana).lines, asked, limit=9).rows] == ["Second Shop"]
    assert found(ana, "second") == [("transaction", "Second Shop")]
    index_due()
    assert found(ana, "shop", "transaction") == [("transaction", "First Shop"), ("transaction", "Second Shop")]
    assert found(ana, "undone") == []

"""What is typed finds what is meant, first: with slips, accents, parts of words, and in several languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.search import registry
from config.kernel.search.finding import find
from config.kernel.search.indexing import index_due, rebuild
from config.kernel.search.models import SearchDue, SearchEntry
from ledger.core import services
from ledger.core.models import MoneyAccount, Transaction
from tests.searching.conftest import PAYEES, Found, Household

QUERIES = [
    ("zurich", "transaction", "Starbucks Zürich"),
    ("ZÜRICH", "transaction", "Starbucks Zürich"),
    ("muller cafe", "transaction", "Café Müller"),
    ("helene boul", "transaction", "Boulangerie Hélène"),
    ("zabka krakow", "transaction", "Żabka Kraków"),
    ("βασιλοπουλος", "transaction", "Σούπερ Μάρκετ Βασιλόπουλος"),
    ("strassenverkehr", "transaction", "Straßenverkehrsamt"),
    ("lodz", "transaction", "Piekarnia Łódź"),
    ("rew", "transaction", "REWE SAGT DANKE 43321"),
    ('"northside"', "recurring", "Northside Homes"),
    ("(netflix", "transaction", "Netflix"),
    ("mc donalds", "transaction", "McDonald's"),
    ("h&m", "transaction", "H&M"),
    ("烤鸭", "transaction", "北京烤鸭店"),
    ("1042", "transaction", "Shell 1042"),
    ("geburtstag", "transaction", "Blumen Schmidt"),
    ("haushalt", "money_account", "Haushaltskonto"),
    ("groceries", "category", "Groceries"),
    ("northside", "recurring", "Northside Homes"),
    ("strom", "rule", "Stadtwerke"),
    ("kreta", "shared_expense", "Ferienwohnung Kreta"),
    ("kaution", "message", "Denkst du bitte an die Kaution für die Wohnung?"),
]
MISSPELT = [
    ("strabucks", "transaction", "Starbucks Zürich"),
    ("zuerich", "transaction", "Starbucks Zürich"),
    ("netflx", "transaction", "Netflix"),
    ("amazom marketplace", "transaction", "Amazon Marketplace"),
    ("apothke", "transaction", "Apotheke am Markt"),
    ("fernverkher bahn", "transaction", "Deutsche Bahn Fernverkehr"),
    ("σουπερ μαρκτ", "transaction", "Σούπερ Μάρκετ Βασιλόπουλος"),
    ("boulangere", "transaction", "Boulangerie Hélène"),
    ("grocreies", "category", "Groceries"),
    ("haushaltskotno", "money_account", "Haushaltskonto"),
    ("ferienwonung", "shared_expense", "Ferienwohnung Kreta"),
]


@pytest.mark.parametrize(("query", "kind", "title"), [*QUERIES, *MISSPELT])
def test_what_is_meant_comes_first(
    query: str, kind: str, title: str, household: Household, ana: User, found: Found
) -> None:
    index_due()
    assert not SearchDue.objects.exists()
    assert found(ana, query)[0] == (kind, title)


def test_what_was_written_a_moment_ago_is_found_before_anything_is_indexed(
    household: Household, ana: User, found: Found
) -> None:
    assert not SearchEntry.objects.exists()
    wrong = [
        (query, found(ana, query)[:1]) for query, kind, title in QUERIES if (kind, title) not in found(ana, query)[:1]
    ]
    assert wrong == []


def test_a_slip_is_forgiven_only_where_nothing_is_spelt_so(
    pays: Callable[..., Transaction], ana: User, found: Found
) -> None:
    pays("Marker Diner")
    pays("Market Hall")
    index_due()
    assert found(ana, "market", "transaction") == [("transaction", "Market Hall")]
    assert found(ana, "markte", "transaction") != []
    assert found(ana, "xylophonist") == []
    # Two letters are no reason to show every word they are in.
    assert found(ana, "rk", "transaction") == []


def test_whole_words_come_before_beginnings_and_those_before_insides(
    pays: Callable[..., Transaction], ana: User, found: Found
) -> None:
    for payee in ("Superstar Tickets", "Starlight Express", "Gold Star Bar", "Star"):
        pays(payee)
    index_due()
    titles = [title for _kind, title in found(ana, "star", "transaction")]
    assert titles == ["Star", "Gold Star Bar", "Starlight Express", "Superstar Tickets"]


def test_equal_lines_are_one_hit_that_leads_to_the_list(
    pays: Callable[..., Transaction], ana: User, everyday: MoneyAccount
) -> None:
    for day in (1, 2, 3):
        pays("Coffee Corner", booked_on=date(2026, 3, day))
    single = pays("Coffee Machine")
    index_due()
    hits = {hit.shown.title: hit.shown for hit in find(ana, "coffee", kinds=["transaction"])}
    many, one = hits["Coffee Corner"], hits["Coffee Machine"]
    assert (many.count, many.at, many.record) == (3, date(2026, 3, 3), None)
    assert many.url == f"/transactions/?search=coffee+corner&money_account={everyday.pk}"
    assert (one.count, one.record, one.amount) == (1, single.pk, Decimal("-12.50"))
    assert one.url == f"/transactions/{single.pk}/"


@pytest.mark.parametrize("indexed", [False, True])
def test_what_is_binned_changed_and_deleted_is_found_no_more(
    indexed: bool, pays: Callable[..., Transaction], ana: User, everyday: MoneyAccount, found: Found
) -> None:
    binned, changed = pays("Old Mill"), pays("Red Door")
    index_due()
    services.bin_transaction(entry=binned)
    services.update_transaction(entry=changed, changed_by=ana, payee="Blue Door")
    if indexed:
        index_due()
    assert found(ana, "mill") == []
    assert found(ana, "red door", "transaction") == []
    assert found(ana, "door", "transaction") == [("transaction", "Blue Door")]
    Transaction.objects.all().delete()
    if indexed:
        index_due()
        assert not SearchEntry.objects.filter(kind="transaction").exists()
    assert found(ana, "door", "transaction") == []


def test_renaming_an_account_renames_what_is_found(ana: User, everyday: MoneyAccount, found: Found) -> None:
    index_due()
    services.update_money_account(account=everyday, changed_by=ana, name="Sparschwein")
    assert found(ana, "haushaltskonto") == []
    assert found(ana, "sparschwein") == [("money_account", "Sparschwein")]
    index_due()
    assert found(ana, "sparschwein") == [("money_account", "Sparschwein")]


def test_a_rebuild_mends_what_no_trigger_saw(household: Household, ana: User, found: Found) -> None:
    index_due()
    everything = {(each.kind, each.object_id, each.search_text) for each in SearchEntry.objects.all()}
    SearchEntry.objects.filter(kind="transaction").delete()
    SearchEntry.objects.filter(kind="money_account").update(object_id="00000000-0000-7000-8000-000000000001")
    rebuild()
    assert {(each.kind, each.object_id, each.search_text) for each in SearchEntry.objects.all()} == everything
    assert found(ana, "starbucks")[0] == ("transaction", "Starbucks Zürich")


def test_indexing_again_writes_nothing(household: Household, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    index_due()
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
    rebuild()
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_queries_of_a_search(
    household: Household, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However much there is: where nothing holds the words those for what is like them, else those that show it."""
    index_due()
    kinds = [each for each in registry.kinds() if each != "category"]
    # PostgreSQL is told how loosely to compare, in a transaction.
    with django_assert_num_queries(9 if connection.vendor == "sqlite" else 11):
        assert find(ana, "xylophonist", kinds=kinds) == []
    with django_assert_num_queries(10):
        assert len(find(ana, "ma", kinds=["transaction"])) >= 2


def test_the_list_finds_the_same_lines_through_the_index_as_without(
    household: Household, pays: Callable[..., Transaction], ana: User
) -> None:
    """Some indexed and some not yet; what the two must agree on is every line."""
    from ledger.core.access import lens_of
    from ledger.core.listing import TransactionFilter, count_transactions, list_transactions

    index_due()
    pays("Fresh Market")
    pays("Starbucks Zürich")
    lens = lens_of(ana).lines
    every = {row.id: row for row in list_transactions(lens, TransactionFilter(), limit=100).rows}
    texts = {each.pk: each.search_text for each in Transaction.objects.all()}
    for words in ("star", "mar", "ma", "star zurich", "fresh", "gold", "nobody", "a", "%", "_", '"', "h&m", "am markt"):
        asked = TransactionFilter(search=words)
        wanted = {key for key in every if all(word in texts[key] for word in words.split())}
        assert {row.id for row in list_transactions(lens, asked, limit=100).rows} == wanted, words
        assert count_transactions(lens, asked) == (len(wanted), True), words
    assert len(every) == len(PAYEES) + 4

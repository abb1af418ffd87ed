"""The desk, and putting entries together on an entry's own page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.models import Job
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.pairing.models import Proposal
from ledger.pairing.tests.conftest import Looks, Writes

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(ana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ana)


@pytest.fixture
def proposals(everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks) -> list[Proposal]:
    """A transfer nobody can be sure of, one made by itself, and an entry written down twice."""
    write(everyday, "-61.30", "Somebody <b>")
    write(savings, "61.30", "Somebody else", days=1)
    write(everyday, "-200", "To Holiday pot")
    write(savings, "200", "From Everyday")
    write(everyday, "-4.10", "Tea")
    write(everyday, "-4.10", "Tea")
    return look()


def body(browser: Client, show: str) -> str:
    return browser.get(reverse("pairs"), {"show": show}).content.decode()


def test_each_tab_shows_its_own(browser: Client, proposals: list[Proposal]) -> None:
    transfers = body(browser, "transfers")
    assert "Somebody &lt;b&gt;" in transfers
    assert "To Holiday pot" not in transfers
    assert "To Holiday pot" in body(browser, "automatic")
    assert "Written down twice" in body(browser, "duplicates")
    assert "No refunds to decide" in body(browser, "refunds")


def test_the_desk_opens_where_there_is_something(
    browser: Client, everyday: MoneyAccount, write: Writes, look: Looks
) -> None:
    write(everyday, "-4.10", "Tea")
    write(everyday, "-4.10", "Tea")
    look()
    assert "Written down twice" in browser.get(reverse("pairs")).content.decode()


@pytest.mark.parametrize("page", ["-1", "x", "٣", "99999999"])
def test_a_senseless_page_is_the_first_or_empty(browser: Client, proposals: list[Proposal], page: str) -> None:
    assert browser.get(reverse("pairs"), {"page": page}).status_code == 200


def test_the_desk_costs_the_same_however_much_there_is(
    browser: Client, proposals: list[Proposal], write: Writes, everyday: MoneyAccount, savings: MoneyAccount,
    look: Looks, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    url = reverse("pairs") + "?show=transfers"
    browser.get(url)
    with django_assert_num_queries(14) as few:
        browser.get(url)
    for number in range(12):
        write(everyday, f"-{700 + number}", "Somebody", number)
        write(savings, f"{700 + number}", "Somebody else", number)
    look()
    with django_assert_num_queries(len(few)):
        browser.get(url)


def news(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response["HX-Trigger"])["toast"]
    return found


def test_one_tap_accepts_and_the_toast_takes_it_back(browser: Client, proposals: list[Proposal]) -> None:
    [open_one] = [each for each in proposals if (each.kind, each.status) == ("transfer", "open")]
    said = news(browser.post(reverse("pair_accept", args=[open_one.pk]), headers=HTMX))
    assert Transfer.objects.count() == 2
    assert news(browser.post(said["undo_url"], headers=HTMX))["text"] == "As it was"
    assert Transfer.objects.count() == 1
    open_one.refresh_from_db()
    assert open_one.status == "open"


def test_without_scripts_the_desk_comes_back_with_the_message(browser: Client, proposals: list[Proposal]) -> None:
    [twice] = [each for each in proposals if each.kind == "duplicate"]
    page = browser.post(reverse("pair_decline", args=[twice.pk]), follow=True)
    assert "Both stay" in page.content.decode()
    again = browser.post(reverse("pair_decline", args=[twice.pk]), follow=True)
    assert "This was decided already." in again.content.decode()


def test_what_was_paired_by_itself_is_taken_apart_for_good(
    browser: Client, proposals: list[Proposal], look: Looks
) -> None:
    [made] = [each for each in proposals if each.status == "auto"]
    said = news(browser.post(reverse("pair_undo", args=[made.pk]), headers=HTMX))
    assert said["text"] == "Taken apart, for good"
    look()
    assert not Transfer.objects.exists()


def test_all_likely_ones_at_once_and_back(
    browser: Client, everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks
) -> None:
    for days, word in ((0, "a"), (1, "b")):
        write(everyday, "-50", f"To Holiday pot {word}", days)
        write(savings, "50", f"Credit {word}", days)
    ids = [str(each.pk) for each in look()]
    said = news(browser.post(reverse("pairs_accept"), {"ids": [*ids, "nonsense"]}, headers=HTMX))
    assert Transfer.objects.count() == 2
    browser.post(said["undo_url"], headers=HTMX)
    assert not Transfer.objects.exists()
    assert {each.status for each in Proposal.objects.all()} == {"open"}


def test_a_stranger_decides_nothing(
    carla: User, signed_in: Callable[[User], Client], proposals: list[Proposal]
) -> None:
    hers = signed_in(carla)
    for name in ("pair_accept", "pair_decline", "pair_undo"):
        assert hers.post(reverse(name, args=[proposals[0].pk])).status_code == 404
    hers.post(reverse("pairs_accept"), {"ids": [str(each.pk) for each in proposals]})
    assert Transfer.objects.count() == 1


def test_looking_again_is_a_job(browser: Client, proposals: list[Proposal]) -> None:
    browser.post(reverse("pairs_look"))
    assert Job.objects.filter(kind="find_pairs").count() == 1


def test_the_badge_counts_what_waits(browser: Client, proposals: list[Proposal]) -> None:
    assert 'aria-label="2 to decide"' in browser.get(reverse("transactions")).content.decode()


def test_an_entry_shows_its_other_half_and_is_taken_apart(browser: Client, proposals: list[Proposal]) -> None:
    pair = Transfer.objects.get()
    url = reverse("transaction_detail", args=[pair.outgoing_id])
    assert "Transfer to Holiday pot" in browser.get(url).content.decode()
    browser.post(reverse("pair_part", args=[pair.outgoing_id]), {"other": str(pair.incoming_id)})
    assert not Transfer.objects.exists()
    assert "Transfer to Holiday pot" not in browser.get(url).content.decode()


def test_a_purchase_shows_its_refund(browser: Client, everyday: MoneyAccount, write: Writes, look: Looks) -> None:
    bought, back = write(everyday, "-80", "Shoe Shop"), write(everyday, "80", "Shoe Shop", 3)
    look()
    assert "Refunded by" in browser.get(reverse("transaction_detail", args=[bought.pk])).content.decode()
    assert "Refund of" in browser.get(reverse("transaction_detail", args=[back.pk])).content.decode()
    browser.post(reverse("pair_part", args=[bought.pk]), {"other": str(back.pk)})
    assert Transaction.objects.get(pk=back.pk).refund_of is None


def test_choosing_by_hand(browser: Client, everyday: MoneyAccount, savings: MoneyAccount, write: Writes) -> None:
    out, into = write(everyday, "-75", "Somebody"), write(savings, "75", "Elsewhere", 20)
    url = reverse("pair_choose", args=[out.pk])
    assert "Elsewhere" in browser.get(url).content.decode()
    page = browser.post(url, {"other": str(into.pk), "as": "transfer"}, follow=True)
    assert page.redirect_chain == [(reverse("transaction_detail", args=[out.pk]), 302)]
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"other": "x", "as": "transfer"}, {"as": "nonsense"}, {"as": "transfer"}])
def test_what_cannot_be_is_refused_on_the_page(
    browser: Client, everyday: MoneyAccount, write: Writes, sent: dict[str, str]
) -> None:
    out, other = write(everyday, "-75"), write(everyday, "-75", "", 3)
    answer = browser.post(reverse("pair_choose", args=[out.pk]), {"other": str(other.pk), **sent})
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_the_one_that_stays_is_shown_after_merging(browser: Client, everyday: MoneyAccount, write: Writes) -> None:
    one, two = write(everyday, "-75", "Tea"), write(everyday, "-75", "Tea house", 3)
    page = browser.post(reverse("pair_choose", args=[one.pk]), {"other": str(two.pk), "as": "duplicate"}, follow=True)
    assert "One with Tea house" in page.content.decode()
    browser.post(reverse("pair_part", args=[one.pk]), {"other": str(two.pk)})
    assert Transaction.objects.live().count() == 2

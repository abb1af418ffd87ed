"""The pages of rules, the one tap of 'what was this?', and the rule made from a correction."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.categorising.models import Rule
from ledger.categorising.ruling import create_rule
from ledger.categorising.tests.conftest import Spends
from ledger.core.models import Category, Transaction

pytestmark = pytest.mark.django_db
HTMX: Any = {"HX-Request": "true"}


@pytest.fixture
def page(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def toast(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response["HX-Trigger"])["toast"]
    return found


def test_a_rule_written_down_goes_on_to_the_past(page: Client, gifts: Category, spends: Spends) -> None:
    spends("Corner Shop")
    answer = page.post(reverse("rule_add"), {"payee": "corner", "payee_match": "contains", "category": str(gifts.pk)})
    rule = Rule.objects.get()
    assert answer["Location"] == reverse("rule_apply", args=[rule.pk])
    shown = page.get(answer["Location"]).content.decode()
    assert "Corner Shop" in shown
    assert "Change 1 line" in shown
    page.post(answer["Location"])
    assert Transaction.objects.get(payee="Corner Shop").category_id == gifts.pk
    listed = page.get(reverse("rules")).content.decode()
    assert "the payee contains “corner”" in listed
    assert "used 1 time" in listed


def test_a_refused_rule_keeps_what_was_typed(page: Client) -> None:
    answer = page.post(reverse("rule_add"), {"payee": "corner", "amount_min": "9", "amount_max": "3"})
    assert answer.status_code == 422
    assert b'value="corner"' in answer.content
    assert not Rule.objects.exists()


def test_the_preview_follows_what_is_typed(page: Client, gifts: Category, spends: Spends) -> None:
    spends("Corner Shop")
    spends("Elsewhere")
    typed = {"payee": "corner", "category": str(gifts.pk)}
    assert "Corner Shop" in page.get(reverse("rule_preview"), typed).content.decode()
    nothing = page.get(reverse("rule_preview"), {"payee": "", "amount_min": "x"})
    assert nothing.status_code == 200
    assert b"Corner Shop" not in nothing.content


def test_rules_are_moved_up_and_down(page: Client, ana: User, gifts: Category) -> None:
    first, second = (create_rule(person=ana, payee=each, category=gifts) for each in ("first", "second"))
    moved = page.post(reverse("rule_move", args=[second.pk]), {"to": "up"}, headers=HTMX).content.decode()
    assert moved.index("second") < moved.index("first")
    page.post(reverse("rule_move", args=[second.pk]), {"to": "down"})
    assert list(Rule.objects.filter(person=ana)) == [first, second]


def test_saving_over_a_newer_rule_says_so_first(page: Client, ana: User, gifts: Category) -> None:
    rule = create_rule(person=ana, payee="first", category=gifts)
    Rule.objects.filter(pk=rule.pk).update(version=2)
    typed = {"payee": "typed", "payee_match": "contains", "category": str(gifts.pk), "version": "1"}
    answer = page.post(reverse("rule_edit", args=[rule.pk]), typed)
    assert answer.status_code == 422
    assert b'value="typed"' in answer.content
    assert page.post(reverse("rule_edit", args=[rule.pk]), {**typed, "version": "2"}).status_code == 302


def test_always_makes_a_rule_of_a_correction_and_takes_it_back(page: Client, gifts: Category, spends: Spends) -> None:
    entry = spends("LIDL SAGT DANKE 4411 BERLIN")
    chosen = {"category": str(gifts.pk), "version": entry.version}
    offered = page.post(reverse("transaction_category", args=[entry.pk]), chosen, headers=HTMX).content.decode()
    assert reverse("rule_always", args=[entry.pk]) in offered
    made = page.post(reverse("rule_always", args=[entry.pk]), headers=HTMX)
    assert spends("LIDL 99 MUENCHEN").category_source == "rule"
    page.post(reverse("rule_always", args=[entry.pk]), headers=HTMX)
    assert Rule.objects.count() == 1
    page.post(toast(made)["undo_url"], headers=HTMX)
    assert not Rule.objects.exists()


def test_one_tap_files_a_line_and_brings_the_next(page: Client, ana: User, gifts: Category, spends: Spends) -> None:
    older, newest = spends("Zwirbel", day=1), spends("Zwirbel Nord", day=2)
    card = page.get(reverse("transaction_sort"))
    assert card.context["entry"].pk == newest.pk
    assert [each.key for each in card.context["offers"]] == [1, 2, 3]
    tapped = {"category": str(gifts.pk), "version": newest.version, "after": ""}
    following = page.post(reverse("transaction_file", args=[newest.pk]), tapped, headers=HTMX)
    assert following.context["entry"].pk == older.pk
    assert "1 left" in following.content.decode()
    # It was taught: the like of it is offered first.
    assert following.context["offers"][0].category.id == gifts.pk
    newest.refresh_from_db()
    assert (newest.category_id, newest.category_source) == (gifts.pk, "person")
    page.post(toast(following)["undo_url"], headers=HTMX)
    newest.refresh_from_db()
    assert newest.category_id is None


def test_the_like_of_a_filed_line_are_offered_set_and_taken_back(page: Client, gifts: Category, spends: Spends) -> None:
    first, like = spends("Zwirbel", day=2), spends("Zwirbel", day=1)
    tapped = {"category": str(gifts.pk), "version": first.version, "after": ""}
    offered = page.post(reverse("transaction_file", args=[first.pk]), tapped, headers=HTMX).content.decode()
    offer = reverse("transaction_similar", args=[first.pk])
    assert offer in offered
    taken = page.post(offer, headers=HTMX)
    assert "banner" not in taken.content.decode()
    like.refresh_from_db()
    assert like.category_id == gifts.pk
    page.post(toast(taken)["undo_url"], headers=HTMX)
    like.refresh_from_db()
    assert like.category_id is None


def test_skipped_lines_are_passed_over_and_the_end_is_said(page: Client, spends: Spends) -> None:
    older, newest = spends("Zwirbel", day=1), spends("Zwirbel Nord", day=2)
    first = page.get(reverse("transaction_sort"))
    assert first.context["entry"].pk == newest.pk
    second = page.get(first.context["skip_url"])
    assert second.context["entry"].pk == older.pk
    assert page.get(second.context["skip_url"]).context["entry"] is None
    assert page.get(reverse("transaction_sort"), {"after": "nonsense"}).status_code == 302


def test_an_old_version_files_nothing(page: Client, gifts: Category, spends: Spends) -> None:
    entry = spends("Zwirbel")
    Transaction.objects.filter(pk=entry.pk).update(version=7)
    tapped = {"category": str(gifts.pk), "version": "1", "after": ""}
    answer = page.post(reverse("transaction_file", args=[entry.pk]), tapped, headers=HTMX)
    assert toast(answer)["error"] is True
    assert Transaction.objects.get(pk=entry.pk).category_id is None


def test_a_category_of_another_kind_is_refused(page: Client, spends: Spends) -> None:
    entry = spends("Zwirbel")
    salary = Category.objects.get(slug="salary")
    answer = page.post(reverse("transaction_file", args=[entry.pk]), {"category": str(salary.pk)})
    assert answer.status_code == 400


def test_a_rule_by_amount_alone_can_be_written(page: Client, gifts: Category) -> None:
    page.post(reverse("rule_add"), {"amount_min": "12.50", "amount_max": "12.50", "category": str(gifts.pk)})
    assert Rule.objects.get().amount_min == Decimal("12.50")
    assert "the amount is 12.50" in page.get(reverse("rules")).content.decode()

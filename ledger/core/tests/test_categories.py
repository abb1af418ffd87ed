"""A person's categories: merged, put elsewhere, ordered, pictured, and ranked for a budget."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.models import FileReference
from ledger.core import categoriser, category_followers, errors, services
from ledger.core.categoriser import Question
from ledger.core.category_tree import category_tree
from ledger.core.checking import check_account
from ledger.core.leaving import delete_ledger_of
from ledger.core.models import Category, CategoryOverride, MoneyAccount, Transaction
from ledger.core.ranking import ranked_categories
from ledger.core.tests.test_api_transactions import refusals

CATEGORIES = "/api/v1/categories/"
PRIORITIES = "/api/v1/ranking/priorities/"
DAY = date(2026, 3, 14)


def own(person: User, name: str, parent: Category | None = None) -> Category:
    return services.create_category(owner=person, name=name, parent=parent)


def spend(account: MoneyAccount, person: User, amount: str, category: Category, day: date = DAY) -> Transaction:
    return services.record_transaction(
        account=account, recorded_by=person, amount=-Decimal(amount), booked_on=day, payee="Vintner", category=category
    )


def picture(side: int = 200) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (side, side // 2), "teal").save(drawn, "PNG")
    return SimpleUploadedFile("mine.png", drawn.getvalue(), content_type="image/png")


def test_merging_takes_along_lines_splits_the_bin_and_what_was_learned(
    ana: User, everyday: MoneyAccount, groceries: Category
) -> None:
    wine = own(ana, "Wine", groceries.parent)
    whole = spend(everyday, ana, "9", wine)
    services.choose_category(entry=whole, changed_by=ana, category=wine)
    split = services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-10), booked_on=date(2026, 2, 1),
        lines=[(wine, Decimal(-4)), (groceries, Decimal(-6))],
    )  # fmt: skip
    binned = spend(everyday, ana, "3", wine)
    services.bin_transaction(entry=binned, changed_by=ana)
    below = own(ana, "Red wine", wine)
    services.merge_category(category=wine, into=groceries, merged_by=ana)
    for entry in (whole, binned):
        entry.refresh_from_db()
        assert entry.category_id == groceries.pk
    assert [(each.category_id, each.amount) for each in split.lines.all()] == [(groceries.pk, Decimal(-10))]
    below.refresh_from_db()
    assert below.parent_id == groceries.parent_id
    assert not Category.objects.filter(pk=wine.pk).exists()
    assert check_account(everyday) == []
    [suggested] = categoriser.current().suggest_many(ana, [Question("Vintner", "", "expense")])
    assert suggested is not None
    assert suggested.category_id == groceries.pk


def test_of_two_limits_the_one_that_stays_is_kept_and_they_never_add(ana: User, groceries: Category) -> None:
    wine, beer = own(ana, "Wine"), own(ana, "Beer")
    services.override_category(category=wine, person=ana, monthly_limit=Decimal(50), priority=7)
    services.override_category(category=beer, person=ana, monthly_limit=Decimal(30))
    services.merge_category(category=wine, into=groceries, merged_by=ana)
    services.merge_category(category=beer, into=groceries, merged_by=ana)
    view = CategoryOverride.objects.get(person=ana, category=groceries)
    assert (view.monthly_limit, view.priority) == (Decimal(50), 7)


def test_what_names_a_category_is_told_when_it_goes(ana: User, groceries: Category) -> None:
    told: list[tuple[UUID, UUID | None]] = []
    follower = category_followers.register(lambda source, target: told.append((source, target)))
    try:
        wine, beer, gone = own(ana, "Wine"), own(ana, "Beer"), own(ana, "Mead", groceries)
        services.merge_category(category=wine, into=groceries, merged_by=ana)
        services.delete_category(category=beer, deleted_by=ana)
        delete_ledger_of(ana)
    finally:
        category_followers._followers.remove(follower)
    assert told == [(wine.pk, groceries.pk), (beer.pk, None), (gone.pk, groceries.pk)]


def test_merging_by_api_names_what_is_wrong(ana_api: APIClient, ana: User, carla: User, groceries: Category) -> None:
    wine, hers = own(ana, "Wine"), own(carla, "Hers")
    url = f"{CATEGORIES}{wine.pk}/merge/"
    assert refusals(ana_api.post(url, {"into": str(wine.pk)})) == [("merge_into_itself", "into")]
    assert refusals(ana_api.post(url, {"into": str(hers.pk)})) == [("does_not_exist", "into")]
    salary = Category.objects.get(slug="salary")
    assert refusals(ana_api.post(url, {"into": str(salary.pk)})) == [("category_kind_mismatch", "into")]
    stale = {"into": str(groceries.pk), "version": 7}
    assert refusals(ana_api.post(url, stale), 409) == [("version_conflict", "version")]
    assert refusals(ana_api.post(f"{CATEGORIES}{groceries.pk}/merge/", {"into": str(wine.pk)}), 403)
    assert refusals(ana_api.post(f"{CATEGORIES}{hers.pk}/merge/", {"into": str(wine.pk)}), 404)
    assert ana_api.post(url, {"into": str(groceries.pk)}).json()["id"] == str(groceries.pk)


def test_the_tree_stays_a_tree_and_four_levels_deep(ana: User, groceries: Category) -> None:
    first = own(ana, "First", groceries)
    second = own(ana, "Second", first)
    with pytest.raises(errors.FieldError) as caught:
        services.update_category(category=first, changed_by=ana, parent=second)
    assert caught.value.stable_code in ("parent_is_descendant", "too_deep")
    other = own(ana, "Other", groceries)
    with pytest.raises(errors.FieldError) as caught:
        services.update_category(category=first, changed_by=ana, parent=other)
    assert caught.value.stable_code == "too_deep"
    with pytest.raises(errors.FieldError) as caught:
        services.update_category(category=first, changed_by=ana, parent=None, kind="income")
    assert caught.value.stable_code == "children_of_this_kind"
    services.update_category(category=first, changed_by=ana, parent=None)
    assert category_tree(ana).path(second.pk) == (second.pk, first.pk)


def test_categories_stand_in_the_order_the_person_gave_them(ana: User, carla: User, groceries: Category) -> None:
    wine, beer = own(ana, "Wine", groceries.parent), own(ana, "Beer", groceries.parent)

    def order(person: User) -> list[UUID]:
        return [each.id for each in category_tree(person).siblings(groceries.pk)]

    before, carlas = order(ana), order(carla)
    services.move_in_order(category=beer, person=ana, by=-1)
    assert order(ana) == [*before[:-2], beer.pk, wine.pk]
    services.move_in_order(category=beer, person=ana, by=-len(before))
    assert order(ana) == [beer.pk, *before[:-2], wine.pk]
    services.move_in_order(category=groceries, person=ana, by=1)
    assert order(ana)[:3] == [beer.pk, before[1], groceries.pk]
    services.move_in_order(category=wine, person=ana, by=1)
    assert order(ana)[-1] == wine.pk
    assert order(carla) == carlas


def test_favourites_come_first_in_lists_to_choose_from_and_once(ana: User, groceries: Category) -> None:
    services.override_category(category=groceries, person=ana, is_favorite=True)
    groups = category_tree(ana).groups(kind="expense")
    assert (groups[0].name, [each.id for each in groups[0].categories]) == ("Favourites", [groceries.pk])
    assert groceries.pk not in [each.id for group in groups[1:] for each in group.categories]


def test_a_picture_is_drawn_small_seen_by_its_owner_alone_and_goes_with_the_category(
    ana_api: APIClient, carla_api: APIClient, ana: User, groceries: Category
) -> None:
    wine = own(ana, "Wine")
    for category in (groceries, wine):
        url = f"{CATEGORIES}{category.pk}/icon/"
        assert ana_api.get(url).status_code == 404
        shown = ana_api.put(url, {"file": picture()}, format="multipart").json()
        assert shown["icon_url"].startswith(url)
        drawn = ana_api.get(shown["icon_url"])
        with Image.open(io.BytesIO(drawn.content)) as image:
            assert (image.format, image.size) == ("WEBP", (64, 64))
        assert carla_api.get(url).status_code == 404
    assert carla_api.get(f"{CATEGORIES}{groceries.pk}/").json()["icon_url"] == ""
    assert FileReference.objects.filter(owner=ana, purpose="category-icon").count() == 2
    services.delete_category(category=wine, deleted_by=ana)
    assert ana_api.delete(f"{CATEGORIES}{groceries.pk}/icon/").status_code == 204
    assert ana_api.delete(f"{CATEGORIES}{groceries.pk}/icon/").status_code == 204
    assert not FileReference.objects.filter(owner=ana).exists()


def test_the_same_picture_of_somebody_else_is_answered_as_a_new_one(
    ana_api: APIClient, carla_api: APIClient, groceries: Category
) -> None:
    url = f"{CATEGORIES}{groceries.pk}/icon/"
    answers, statements = [], []
    for client in (ana_api, carla_api):
        with CaptureQueriesContext(connection) as captured:
            answers.append(client.put(url, {"file": picture()}, format="multipart"))
        statements.append([each["sql"].split(" ")[0] for each in captured])
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json().keys() == answers[1].json().keys()
    assert statements[0] == statements[1]


@pytest.mark.parametrize(
    ("data", "code"), [(b"GIF89a", "not_an_image"), (b"", "not_an_image"), (b"<svg/>", "not_an_image")]
)
def test_what_is_no_picture_is_refused(ana_api: APIClient, groceries: Category, data: bytes, code: str) -> None:
    sent = SimpleUploadedFile("x.png", data, content_type="image/png")
    answer = ana_api.put(f"{CATEGORIES}{groceries.pk}/icon/", {"file": sent}, format="multipart")
    assert refusals(answer) == [(code, "file")]


@time_machine.travel("2026-07-10")
def test_the_order_for_a_budget_says_why(ana_api: APIClient, ana: User, everyday: MoneyAccount) -> None:
    dining, rent = Category.objects.get(slug="dining"), Category.objects.get(slug="rent")
    for month, amount in enumerate(("10", "20", "30", "40", "50", "60"), start=1):
        spend(everyday, ana, amount, dining, date(2026, month, 5))
    ranked = {each.category.id: each for each in ranked_categories(ana)}
    necessity = dining.necessity_score
    assert ranked[dining.pk].score == round(5 * necessity + 3 * necessity + 20)
    assert ranked[dining.pk].usual == Decimal(35)
    assert ranked[dining.pk].reasons[-1] == "Spending in 6 of the last 6 months"
    assert dining.parent_id is not None
    assert ranked[dining.parent_id].usual == Decimal(35)
    assert ranked[rent.pk].usual == Decimal(0)
    changed = ana_api.put(f"{PRIORITIES}{dining.pk}/", {"priority": 10}).json()
    assert (changed["priority"], changed["name"]) == (10, dining.name)
    results = ana_api.get(PRIORITIES).json()["results"]
    [found] = [each for each in results if each["id"] == str(dining.pk)]
    assert (found["score"], found["usual_amount"]) == (50 + 3 * necessity + 20, "35.00")
    assert [each["rank"] for each in results] == list(range(1, len(results) + 1))
    assert [each["score"] for each in results] == sorted((each["score"] for each in results), reverse=True)
    hidden = ana_api.patch(f"{CATEGORIES}{dining.pk}/override/", {"is_hidden": True})
    assert hidden.status_code == 200
    assert str(dining.pk) not in [each["id"] for each in ana_api.get(PRIORITIES).json()["results"]]


def test_my_priorities_are_merged_into_the_categories_and_nobody_elses(
    ana_api: APIClient, carla_api: APIClient, groceries: Category
) -> None:
    assert refusals(ana_api.put(f"{PRIORITIES}{groceries.pk}/", {"priority": 11})) == [("max_value", "priority")]
    ana_api.put(f"{PRIORITIES}{groceries.pk}/", {"priority": 3})

    def priority(client: APIClient) -> int | None:
        results = client.get("/api/v1/ranking/categories/").json()["results"]
        [found] = [each["priority"] for each in results if each["id"] == str(groceries.pk)]
        return found  # type: ignore[no-any-return]

    assert (priority(ana_api), priority(carla_api)) == (3, None)
    assert refusals(ana_api.get("/api/v1/ranking/categories/?all=1")) == [("unknown_parameter", "all")]


def test_ranking_costs_the_same_however_much_there_is(
    ana: User, everyday: MoneyAccount, groceries: Category, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        ranked_categories(ana)
    for number in range(20):
        spend(everyday, ana, "5", own(ana, f"Own {number}", groceries), DAY)
    with django_assert_num_queries(4):
        ranked_categories(ana)

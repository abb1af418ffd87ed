"""What the names of other programs' categories mean here."""

from __future__ import annotations

import pytest

from accounts.models import User
from config.kernel.assets import CATEGORY_ICONS
from ledger.core import services
from ledger.core.category_tree import category_tree
from ledger.core.models import Category
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG
from ledger.imports.category_icons import icon_for
from ledger.imports.category_names import NAMES, Names, known_names
from ledger.imports.readers.text import fold


def slug_of(person: User, path: str) -> str | None:
    key = Names(category_tree(person)).find(path)
    return Category.objects.get(pk=key).slug or "own" if key else None


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("Food:Groceries", "groceries"),
        ("Everyday:Lebensmittel", "groceries"),
        ("Auto & Transport:Gas & Fuel", "fuel"),
        ("Auto & Transport", "transportation"),
        ("Coffee Shops", "coffee"),
        ("Bills:Mobile Phone", "mobile"),
        ("Income:Paycheck", "salary"),
        ("Loisirs", "entertainment"),
        ("Reisen:Flüge", "flights"),
        (":groceries", "groceries"),
        (":no-such-slug", None),
        ("Frobnication", None),
        ("", None),
    ],
)
def test_a_name_is_found_whatever_its_language_and_family(ana: User, path: str, slug: str | None) -> None:
    assert slug_of(ana, path) == slug


def test_what_the_person_calls_so_comes_first(ana: User) -> None:
    pets = Category.objects.get(slug="pets")
    mine = services.create_category(owner=ana, name="Coffee shops", parent=pets)
    services.override_category(category=Category.objects.get(slug="fuel"), person=ana, name="Benzinkosten")
    names = Names(category_tree(ana))
    assert names.find("Fun:Coffee shops") == mine.pk
    assert slug_of(ana, "Auto:Benzinkosten") == "fuel"
    assert names.find(":pets:Coffee shops") == mine.pk
    assert names.find(":fuel:Coffee shops") is None


def test_a_family_is_found_to_put_a_new_category_under(ana: User) -> None:
    names = Names(category_tree(ana))
    keys = [names.family(path) for path in ("Pets:Hamster wheel", "Frobnication:Gizmo", "Gizmo")]
    pets = Category.objects.get(slug="pets")
    assert keys == [pets.pk, None, None]


def test_the_list_names_categories_we_have_and_each_name_once() -> None:
    rows = [line.split("\t") for line in NAMES.read_text().splitlines() if line and line[0] != "#"]
    names = [fold(name) for _, listed in rows for name in listed.split("|")]
    assert [slug for slug, _ in rows if slug not in SYSTEM_CATEGORIES_BY_SLUG] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []
    shared = {fold(each.name): each.slug for each in SYSTEM_CATEGORIES_BY_SLUG.values()}
    assert [name for name, slug in shared.items() if known_names()[name] != slug] == []


@pytest.mark.parametrize(
    ("given", "icon"),
    [
        ("utensils", "utensils"),
        ("fast-food-outline", "pizza"),
        ("md-airplane", "plane"),
        ("🏠", "house"),
        ("", "tag"),
        ("zzz", "tag"),
    ],
)
def test_icons_of_other_sets_become_ours(given: str, icon: str) -> None:
    assert icon_for(given) == icon
    assert icon in CATEGORY_ICONS

import re
from decimal import Decimal
from importlib.resources import files
from uuid import UUID
from zipfile import ZipFile

import lucide

from config.kernel.assets import COMMON_ICONS
from ledger.core.system_categories import (
    SYSTEM_CATEGORIES,
    SYSTEM_CATEGORIES_BY_SLUG,
    system_category_id,
)

TOP = [category for category in SYSTEM_CATEGORIES if category.parent_slug is None]
LEAVES = [category for category in SYSTEM_CATEGORIES if category.parent_slug is not None]


def test_the_eight_promised_categories_are_there_as_promised() -> None:
    found = {category.name: (category.description, category.color_hex) for category in TOP}
    promised = {
        "Food & Dining": ("Restaurants, groceries, delivery", "#FF6B6B"),
        "Transportation": ("Gas, public transport, rideshare", "#4ECDC4"),
        "Shopping": ("Retail, online shopping, clothing", "#45B7D1"),
        "Entertainment": ("Movies, games, streaming services", "#96CEB4"),
        "Health & Fitness": ("Medical, gym, supplements", "#FFEAA7"),
        "Utilities": ("Phone, internet, electricity", "#DDA0DD"),
        "Investment": ("DeFi, stocks, crypto", "#98D8C8"),
        "Savings": ("Emergency fund, goals", "#F7DC6F"),
    }
    assert promised.items() <= found.items()
    assert {SYSTEM_CATEGORIES_BY_SLUG[slug].parent_slug for slug in ("groceries", "dining")} == {"food-dining"}


def test_allocations_are_50_30_20_and_sum_up_the_tree() -> None:
    def percent_of(**fields: str) -> Decimal:
        return sum(
            (
                leaf.default_allocation_percent
                for leaf in LEAVES
                if all(getattr(leaf, name) == value for name, value in fields.items())
            ),
            Decimal(0),
        )

    assert [percent_of(bucket=bucket) for bucket in ("needs", "wants", "savings")] == [50, 30, 20]
    assert all(top.default_allocation_percent == percent_of(parent_slug=top.slug) for top in TOP)
    assert sum(top.default_allocation_percent for top in TOP) == Decimal(100)


def test_slugs_names_and_order_are_unique_and_parents_come_first() -> None:
    assert len(SYSTEM_CATEGORIES_BY_SLUG) == len(SYSTEM_CATEGORIES)
    assert len({category.name for category in SYSTEM_CATEGORIES}) == len(SYSTEM_CATEGORIES)
    orders = [category.sort_order for category in SYSTEM_CATEGORIES]
    assert orders == sorted(set(orders))
    for position, category in enumerate(SYSTEM_CATEGORIES):
        known = {earlier.slug for earlier in SYSTEM_CATEGORIES[:position] if earlier.parent_slug is None}
        assert category.parent_slug is None or category.parent_slug in known


def test_every_category_can_be_stored_and_drawn() -> None:
    with ZipFile(str(files(lucide) / "lucide.zip")) as icons:
        drawn = set(icons.namelist())
    for category in SYSTEM_CATEGORIES:
        assert f"{category.icon}.svg" in drawn, category.icon
        assert re.fullmatch("#[0-9A-F]{6}", category.color_hex)
        assert re.fullmatch("[a-z]+(-[a-z]+)*", category.slug)
        assert 1 <= category.necessity_score <= 10
        assert 0 < len(category.name) <= 50
        assert 0 < len(category.description) <= 100


def test_siblings_have_colours_of_their_own() -> None:
    for top in TOP:
        colours = [leaf.color_hex for leaf in LEAVES if leaf.parent_slug == top.slug]
        assert len(colours) == len(set(colours))


def test_ids_are_the_same_on_every_instance() -> None:
    assert system_category_id("groceries") == UUID("404a05a9-658e-531c-85f8-886aa1f13acd")
    assert len({system_category_id(category.slug) for category in SYSTEM_CATEGORIES}) == len(SYSTEM_CATEGORIES)


def test_icons_of_the_shared_categories_come_with_every_page() -> None:
    assert {category.icon for category in SYSTEM_CATEGORIES} <= COMMON_ICONS

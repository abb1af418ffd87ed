"""How both see the shared categories: what they limit, what matters to them, what they never use."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category
from ledger.core.services.categories import OverrideFields
from ledger.core.system_categories import system_category_id

_VIEWS: Mapping[str, Mapping[str, OverrideFields]] = {
    "ana": {
        "groceries": {"is_favorite": True, "priority": 9},
        "dining": {"monthly_limit": Decimal(180), "priority": 6},
        "coffee": {"name": "Coffee to go", "monthly_limit": Decimal(40)},
        "clothing": {"monthly_limit": Decimal(120), "priority": 3},
        "betting": {"is_hidden": True},
    },
    "ben": {
        "groceries": {"is_favorite": True},
        "sports-hobby": {"is_favorite": True, "priority": 8, "monthly_limit": Decimal(150)},
    },
}


def see_categories_their_way(people: Mapping[str, User]) -> None:
    for key, views in _VIEWS.items():
        for slug, view in views.items():
            category = Category.objects.get(pk=system_category_id(slug))
            services.override_category(category=category, person=people[key], **view)

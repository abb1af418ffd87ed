"""`categories/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api import answers, bodies
from ledger.core.api.docs.common import (
    FLAG_SCHEMA,
    GROCERIES,
    LIMIT,
    SKIP,
    UUID_SCHEMA,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.core.models import Category

CATEGORY_SENT = {"name": "Bakery", "parent": GROCERIES, "icon": "croissant", "color": "#B7791F"}
CATEGORY = {
    "id": "01930000-0000-7000-8000-0000000000c2",
    **CATEGORY_SENT,
    "slug": "",
    "original_name": "Bakery",
    "description": "",
    "sort_order": 120,
    "kind": "expense",
    "bucket": "needs",
    "necessity_score": 5,
    "default_allocation_percent": "0.00",
    "is_system": False,
    "is_active": True,
    "is_favorite": False,
    "is_hidden": False,
    "priority": None,
    "monthly_limit": None,
    "version": 1,
}
CATEGORY_LIST = extend_schema(
    operation_id="categories_list",
    summary="List categories: the tree, flat, with parent ids",
    parameters=[
        query("kind", "Only of these kinds.", one_of(Category.Kind.values), many=True),
        query("parent", "Only those right under these.", UUID_SCHEMA, many=True),
        query("own", "true: only your own; false: only shared ones.", FLAG_SCHEMA),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.CategoryPage},
    examples=[page_of_one(CATEGORY)],
)
CATEGORY_CREATE = extend_schema(
    operation_id="categories_create",
    summary="Add a category of your own",
    request=bodies.CategoryBody,
    responses={201: answers.CategoryAnswer},
    examples=[example(CATEGORY_SENT, request=True), example(CATEGORY, status=201)],
)
CATEGORY_GET = extend_schema(
    operation_id="categories_get",
    summary="Show a category",
    responses={200: answers.CategoryAnswer},
    examples=[example(CATEGORY)],
)
CATEGORY_PUT = changing(
    "categories_replace", "Replace a category of your own", bodies.CategoryBody, answers.CategoryAnswer,
    CATEGORY_SENT, {**CATEGORY, "version": 2},
)  # fmt: skip
CATEGORY_PATCH = changing(
    "categories_change", "Change some fields of a category of your own", bodies.CategoryBody, answers.CategoryAnswer,
    {"color": "#2F855A"}, {**CATEGORY, "color": "#2F855A", "version": 2},
)  # fmt: skip
CATEGORY_DELETE = extend_schema(
    operation_id="categories_delete",
    summary="Delete a category of your own",
    description="One in use needs a `replacement` of the same kind (409 `category_in_use` without).",
    parameters=[query("replacement", "The category its transactions go to.", UUID_SCHEMA)],
    responses={204: None, 409: None},
)
OVERRIDE_SENT = {"name": "Food shop", "color": "#2F855A", "is_favorite": True, "priority": 8, "monthly_limit": "450.00"}
SEEN = {**CATEGORY, **OVERRIDE_SENT}
OVERRIDE_PUT = changing(
    "categories_replace_own_view", "Say how you want to see a category", bodies.OverrideBody, answers.CategoryAnswer,
    OVERRIDE_SENT, SEEN,
)  # fmt: skip
OVERRIDE_PATCH = changing(
    "categories_change_own_view", "Change how you want to see a category", bodies.OverrideBody, answers.CategoryAnswer,
    {"is_hidden": True}, {**SEEN, "is_hidden": True},
)  # fmt: skip

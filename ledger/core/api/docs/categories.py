"""`categories/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

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
    "icon_url": "",
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
CATEGORY_MERGE = extend_schema(
    operation_id="categories_merge",
    summary="Make a category of your own one with another",
    description=(
        "All its transactions, those in the bin too, go to `into`, and so do rules, what was learned, recurring"
        " entries, goals and budgets; then it is gone. Of two monthly limits that of `into` stays. Answers with `into`."
    ),
    request=bodies.MergeBody,
    responses={200: answers.CategoryAnswer},
    examples=[
        example({"into": GROCERIES}, request=True),
        example({**CATEGORY, "id": GROCERIES, "parent": None, "name": "Groceries", "original_name": "Groceries"}),
    ],
)
ICON_TYPE = "image/webp"
ICON_GET = extend_schema(
    operation_id="categories_get_icon",
    summary="The picture you gave a category",
    description="A WebP of 64 by 64 pixels; 404 where its icon is drawn.",
    responses={(200, ICON_TYPE): OpenApiResponse(OpenApiTypes.BINARY), 404: None},
)
ICON_PUT = extend_schema(
    operation_id="categories_put_icon",
    summary="Give a category a picture in place of its icon",
    description="Only you see it. The middle square is kept.",
    request={"multipart/form-data": bodies.IconBody},
    responses={200: answers.CategoryAnswer},
)
ICON_DELETE = extend_schema(
    operation_id="categories_remove_icon",
    summary="Draw a category's icon again",
    responses={204: None},
)
RANKING = {**CATEGORY, "priority": 8}
RANKING_CATEGORIES = extend_schema(
    operation_id="ranking_categories",
    summary="Categories with your priorities merged",
    responses={200: answers.RankedCategoriesAnswer},
    examples=[example({"results": [RANKING]})],
)
RANKING_PRIORITIES = extend_schema(
    operation_id="ranking_priorities",
    summary="The order in which a budget gives money to categories, and why",
    description=(
        "Categories of spending that you have not hidden. `score` = 50 p/10 + 30 n/10 + 20 m/6, rounded: p is your"
        " priority, n the necessity (taken for p where you gave none), m in how many of the last six whole months there"
        " was spending."
    ),
    responses={200: answers.RankingAnswer},
    examples=[
        example(
            {
                "results": [
                    {
                        **RANKING,
                        "rank": 1,
                        "score": 75,
                        "reasons": [
                            "Your priority 8 of 10",
                            "Necessity 5 of 10",
                            "Spending in 6 of the last 6 months",
                        ],
                        "usual_amount": "42.00",
                        "currency": "EUR",
                    }
                ]
            }
        )
    ],
)
PRIORITY_PUT = extend_schema(
    operation_id="ranking_change_priority",
    summary="Say how much a category matters to you",
    request=bodies.PriorityBody,
    responses={200: answers.CategoryAnswer},
    examples=[example({"priority": 8}, request=True), example(RANKING)],
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

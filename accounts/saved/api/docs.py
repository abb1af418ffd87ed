"""`saved-views/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from accounts.saved.api.serializers import PAGES, ViewChangeIn, ViewIn, ViewOut, ViewPage
from accounts.saved.services import VIEWS_AT_MOST

SENT = {"page": "transactions", "name": "Eating out", "query": "kind=expense&search=trattoria"}
VIEW = {"id": "01930000-0000-7000-8000-0000000000f1", **SENT, "created_at": "2026-11-20T08:00:00Z"}
ANSWER = OpenApiExample("Answer", value=VIEW, response_only=True)

VIEW_LIST = extend_schema(
    operation_id="saved_views_list",
    summary="List my saved views",
    description="By list, then by name.",
    parameters=[OpenApiParameter("page", {"type": "string", "enum": list(PAGES)}, description="Only of this list.")],
    responses={200: ViewPage},
    examples=[
        OpenApiExample(
            "Answer",
            value={
                "count": 1,
                "count_exact": True,
                "next": None,
                "previous": None,
                "next_cursor": None,
                "results": [VIEW],
            },
            response_only=True,
        )
    ],
)
VIEW_CREATE = extend_schema(
    operation_id="saved_views_create",
    summary="Save the filters of a list",
    description=f"At most {VIEWS_AT_MOST} of a list (`too_many_views`), each with a name of its own (`name_taken`). "
    "Filters without a value and the place in the list are left out; nothing left is `nothing_to_save`.",
    request=ViewIn,
    responses={201: ViewOut},
    examples=[OpenApiExample("Request", value=SENT, request_only=True), ANSWER],
)
VIEW_CHANGE = extend_schema(
    operation_id="saved_views_partial_update",
    summary="Rename a saved view, or change its filters",
    request=ViewChangeIn,
    responses={200: ViewOut},
    examples=[OpenApiExample("Request", value={"name": "Restaurants"}, request_only=True), ANSWER],
)
VIEW_DELETE = extend_schema(
    operation_id="saved_views_destroy",
    summary="Delete a saved view",
    description="The list stays.",
    responses={204: None},
)

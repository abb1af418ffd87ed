"""`search/`: one search over everything the person may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.key_areas import LEDGER, needed_scope
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from config.kernel.money import money_text
from config.kernel.search.finding import LONGEST, MOST, Hit, find
from config.kernel.search.registry import area_of, kinds

DEFAULT_LIMIT = 20


class SearchResultAnswer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="What it is: transaction, money_account, category, ...")
    id = serializers.UUIDField(allow_null=True, help_text="None where a hit stands for several transactions.")
    title = serializers.CharField()
    snippet = serializers.CharField(help_text="What tells it from its like: an account, a status.")
    url = serializers.CharField(help_text="The page that shows it.")
    at = serializers.DateField(allow_null=True, help_text="Its day, the latest where it stands for several.")
    amount = MoneyAmountField(allow_null=True, help_text="Signed: money out is negative.")
    currency = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(help_text="How many transactions it stands for.")


class SearchAnswer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text=f"How many were found, counted up to {MOST}.")
    results = SearchResultAnswer(many=True)


_FOUND = {
    "count": 1,
    "results": [
        {
            "kind": "transaction",
            "id": None,
            "title": "Starbucks Zürich",
            "snippet": "Everyday · 12 times",
            "url": "/transactions/?search=starbucks+zurich",
            "at": "2026-11-20",
            "amount": None,
            "currency": None,
            "count": 12,
        }
    ],
}
_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_LIMIT = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
DOCS = extend_schema(
    operation_id="search",
    summary="Search everything",
    description="Words in any order, case and accents do not count; beginnings and parts of words are found, and "
    "misspelt words where nothing else is. What fits best is first; of what fits alike the recent and frequent. "
    "Transactions with the same text on one account are one result. An API key finds what its scopes may read.",
    parameters=[
        OpenApiParameter("q", _TEXT, OpenApiParameter.QUERY, required=True, description="What to look for."),
        OpenApiParameter(
            "kind",
            {"type": "array", "items": {"type": "string"}},
            OpenApiParameter.QUERY,
            description="Only of these kinds.",
            explode=False,
            style="form",
        ),
        OpenApiParameter("limit", _LIMIT, OpenApiParameter.QUERY, description="How many results."),
    ],
    responses={200: SearchAnswer},
    examples=[OpenApiExample("Answer", value=_FOUND, response_only=True)],
)


class SearchView(ApiView):
    key_area = LEDGER

    @DOCS
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("q", "kind", "limit"))
        query = parameters.text("q", longest=LONGEST)
        wanted = parameters.choices("kind", kinds())
        limit = parameters.integer("limit", 1, MOST) or DEFAULT_LIMIT
        parameters.raise_refusals()
        if query is None:
            raise invalid("q", "Say what to look for.", "required")
        hits = find(request.user, query, kinds=_allowed(request, wanted or kinds()))
        zone = getattr(request.user, "zone", None)
        return Response({"count": len(hits), "results": [_shape(each, zone) for each in hits[:limit]]})


def _allowed(request: Request, wanted: list[str]) -> list[str]:
    scopes = getattr(request.auth, "scopes", None)
    if scopes is None:
        return wanted
    return [each for each in wanted if needed_scope(area_of(each), "GET") in scopes]


def _shape(hit: Hit, zone: Any) -> dict[str, Any]:
    shown = hit.shown
    at = timezone.localdate(shown.at, zone) if isinstance(shown.at, datetime) else shown.at
    return {
        "kind": hit.kind,
        "id": shown.record,
        "title": shown.title,
        "snippet": shown.hint,
        "url": shown.url,
        "at": at,
        "amount": None if shown.amount is None else money_text(shown.amount, shown.currency),
        "currency": shown.currency or None,
        "count": shown.count,
    }

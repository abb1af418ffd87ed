"""What the descriptions of the ledger's endpoints share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from config.kernel.api.pagination import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_SKIP

ACCOUNT = "01930000-0000-7000-8000-000000000001"
OTHER_ACCOUNT = "01930000-0000-7000-8000-000000000002"
GROCERIES = "01930000-0000-7000-8000-0000000000c1"
ENTRY = "01930000-0000-7000-8000-0000000000a1"


def query(
    name: str, description: str, schema: Any = None, *, many: bool = False, required: bool = False
) -> OpenApiParameter:
    """A parameter of the query string; `many`: separated by commas (or repeated)."""
    one = schema or {"type": "string"}
    return OpenApiParameter(
        name,
        {"type": "array", "items": one} if many else one,
        OpenApiParameter.QUERY,
        description=description,
        required=required,
        explode=False if many else None,
        style="form" if many else None,
    )


UUID_SCHEMA = {"type": "string", "format": "uuid"}
DAY_SCHEMA = {"type": "string", "format": "date"}
FLAG_SCHEMA = {"type": "boolean"}
CURRENCY_SCHEMA = {"type": "string", "minLength": 3, "maxLength": 3}


def one_of(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": values}


LIMIT = query(
    "limit",
    "How many results.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
)
SKIP = query(
    "skip", "How many results to leave out.", {"type": "integer", "minimum": 0, "maximum": LARGEST_SKIP, "default": 0}
)


def example(value: Any, *, request: bool = False, status: int | None = None) -> OpenApiExample:
    return OpenApiExample(
        "Request" if request else "Answer",
        value=value,
        request_only=request,
        response_only=not request,
        status_codes=[str(status)] if status else None,
    )


def page_of_one(result: dict[str, Any]) -> OpenApiExample:
    empty = {"count": 1, "count_exact": True, "next": None, "previous": None, "next_cursor": None}
    return example({**empty, "results": [result]})


def changing(operation: str, summary: str, body: Any, shown: Any, sent: Any, answer: Any) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        request=body,
        responses={200: shown},
        examples=[example(sent, request=True), example(answer)],
    )

"""`purchases/export/`, `purchases/import/` and `purchases/imports/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from ledger.core.api.docs.common import (
    DAY_SCHEMA,
    FLAG_SCHEMA,
    LIMIT,
    SKIP,
    UUID_SCHEMA,
    example,
    one_of,
    page_of_one,
    query,
)
from purchases.core.models import Purchase
from purchases.exchange.api import answers, bodies

SUMMARY: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000d9",
    "name": "things.csv",
    "kind": "csv",
    "duplicates": "skip",
    "status": "done",
    "total": 41,
    "done": 41,
    "added": 38,
    "updated": 0,
    "skipped": 2,
    "refused": 1,
    "documents": 0,
    "created_at": "2026-03-31T08:00:00Z",
    "finished_at": "2026-03-31T08:00:02Z",
}
DONE = {
    **SUMMARY,
    "report": [
        {
            "line": 17,
            "name": "Kettle",
            "outcome": "refused",
            "field": "price",
            "code": "no_amount",
            "text": "This is no amount.",
            "about": "",
        }
    ],
}
STARTED = {
    **SUMMARY, "status": "running", "total": 0, "done": 0, "added": 0, "skipped": 0, "refused": 0, "finished_at": None,
    "report": [],
}  # fmt: skip
EXPORT = extend_schema(
    operation_id="purchases_export",
    summary="Your things as a file, which purchases/import/ reads back",
    description="Your own, archived ones too unless `is_archived` says otherwise, never your partner's. JSON holds all "
    "of them with warranties, claims, own retailers and brands, and documents by SHA-256, name and role; ZIP that "
    "JSON as `things.json` and each document once as `documents/<SHA-256>`; CSV a row a thing with the warranty "
    "that starts first, cells a spreadsheet would take for a formula behind an apostrophe. Sent while it is made.",
    parameters=[
        query("format", "The form of the file.", {**one_of(["csv", "json", "zip"]), "default": "json"}),
        query("status", "Only of these.", one_of(Purchase.Status.values), many=True),
        query("retailer_id", "Only from these.", UUID_SCHEMA, many=True),
        query("brand_id", "Only of these.", UUID_SCHEMA, many=True),
        query("category", "Only in these.", UUID_SCHEMA, many=True),
        query("transaction", "Only those bought with these payments.", UUID_SCHEMA, many=True),
        query("start_date", "Bought on this day or later.", DAY_SCHEMA),
        query("end_date", "Bought on this day or earlier.", DAY_SCHEMA),
        query("tag", "Only with this tag, in any case."),
        query("search", "As in the list."),
        query("is_archived", "Only archived ones, or only others.", FLAG_SCHEMA),
    ],
    responses={
        (200, "application/json"): OpenApiResponse(
            OpenApiTypes.OBJECT, description="The form 'tuppence-things', version 1."
        ),
        (200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY, description="UTF-8 with a byte order mark."),
        (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description="The JSON and the documents."),
    },
)
IMPORT = extend_schema(
    operation_id="purchases_import",
    summary="Take things in from a file",
    description="CSV with columns named in English, German, French, Spanish, Italian or Dutch, whatever its delimiter "
    "and encoding; JSON of ours, or a list of purchases; ZIP of ours. What it is is told by its content. A job takes "
    "it in: `purchase:imported` tells how it goes. A thing is known by its id or the id it had where it was exported, "
    "else by product, day, price, currency, retailer and serial number, so that the same file twice adds nothing. A "
    "payment is linked only where it is one of your own. A file of which nothing can be used is a 400 on `file`: "
    "`empty`, `too_large`, `binary`, `unknown_format`, `line_too_long`, `too_many_columns`, `too_many_lines`, "
    "`missing_columns`, `no_json`, `no_things`, `later_version`, `broken_archive`, `too_many_members`.",
    request={"multipart/form-data": bodies.ThingImportBody},
    responses={202: answers.ThingImportAnswer},
    examples=[example(STARTED, status=202)],
)
LIST = extend_schema(
    operation_id="purchases_imports_list",
    summary="List files things came from",
    parameters=[LIMIT, SKIP],
    responses={200: answers.ThingImportPage},
    examples=[page_of_one(SUMMARY)],
)
GET = extend_schema(
    operation_id="purchases_imports_get",
    summary="Show how an import goes, or went",
    responses={200: answers.ThingImportAnswer},
    examples=[example(DONE)],
)
DELETE = extend_schema(
    operation_id="purchases_imports_delete",
    summary="Delete the record of an import",
    description="The things it brought stay. 409 `import_running` while it is at work.",
    responses={204: None, 409: None},
)

"""`imports/` in the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    ENTRY,
    GROCERIES,
    LIMIT,
    SKIP,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.imports.api import answers, bodies

EITHER_OR = _("Name an account of yours, or describe a new one.")
IMPORT = "01930000-0000-7000-8000-0000000000d1"
SUMMARY: dict[str, Any] = {
    "id": IMPORT,
    "status": "preview",
    "filename": "march.csv",
    "format": "csv",
    "new": 41,
    "alike": 1,
    "duplicate": 2,
    "refused": 1,
    "done": 0,
    "total": 0,
    "error": "",
    "error_detail": "",
    "created_at": "2026-03-31T08:00:00Z",
    "finished_at": None,
    "undone_at": None,
    "can_be_undone": False,
}
BATCH = {
    "statement": 0,
    "money_account": ACCOUNT,
    "new_account": None,
    "matched_by": "number",
    "currency": "EUR",
    "first_on": "2026-03-01",
    "last_on": "2026-03-30",
    "money_in": "2580.00",
    "money_out": "1204.15",
    "opening_balance": "1470.86",
    "closing_balance": "2846.71",
    "closing_on": "2026-03-30",
    "new": 41,
    "alike": 1,
    "duplicate": 2,
    "refused": 1,
}
STAYS = {"id": "0199d2c0-5c1e-7e5a-a7bb-3f6f2f0b8c11", "filename": "april.csv", "lines": 12}
QUESTION = {
    "code": "day_order",
    "text": "Which is the day?",
    "sample": "04/03/2026",
    "options": [
        {"value": "day_first", "title": "Day first", "evidence": "", "likely": True},
        {"value": "month_first", "title": "Month first", "evidence": "", "likely": False},
    ],
}
WAITING = {**SUMMARY, "question": None, "batches": [BATCH], "report": None, "stays_in": [], "unreadable": []}
READING = {
    **WAITING,
    "status": "reading",
    "format": "",
    "batches": [],
    "new": 0,
    "alike": 0,
    "duplicate": 0,
    "refused": 0,
}
ASKING = {**WAITING, "question": QUESTION}
RUNNING = {**WAITING, "status": "running", "total": 41}
REPORT = {
    "lines": 45,
    "taken": 41,
    "merged": 0,
    "duplicate": 2,
    "alike": 1,
    "pending": 0,
    "skipped": 0,
    "refused": 1,
    "rounded": 0,
    "uncategorised": 4,
    "refused_lines": [
        {
            "statement": 0,
            "line_no": 38,
            "text": "09.03.2026;Corner Bakery;-12,4O",
            "code": "amount_not_a_number",
            "detail": "The amount is not a number: -12,4O",
        }
    ],
    "balances": [
        {
            "statement": 0,
            "money_account": ACCOUNT,
            "taken": 41,
            "on": "2026-03-30",
            "bank_balance": "2846.71",
            "our_balance": "2859.11",
            "first_on": "2026-03-01",
            "last_on": "2026-03-30",
            "money_in": "2580.00",
            "money_out": "1204.15",
        }
    ],
}
UNDONE = {**WAITING, "status": "undone", "done": 41, "total": 41, "report": REPORT, "undone_at": "2026-04-01T08:00:00Z"}
LINE = {
    "key": "0:2",
    "statement": 0,
    "line_no": 2,
    "verdict": "new",
    "taken": True,
    "choice": "add",
    "booked_on": "2026-03-02",
    "kind": "expense",
    "direction": "out",
    "amount": "24.90",
    "currency": "EUR",
    "payee": "Corner Market",
    "notes": "Card 4711",
    "category": GROCERIES,
    "alike_to": None,
    "alike_by_hand": False,
    "code": "",
    "detail": "",
}
IMPORT_LIST = extend_schema(
    operation_id="imports_list",
    summary="List my imports, newest first",
    parameters=[LIMIT, SKIP],
    responses={200: answers.ImportPage},
    examples=[page_of_one(SUMMARY)],
)
IMPORT_CREATE = extend_schema(
    operation_id="imports_create",
    summary="Drop a bank file",
    description="The file is read and nothing is recorded: the answer says what would happen, and asks one question "
    "at most. A file that cannot be used is a 400 on `file` whose code says why: `empty`, `binary`, `too_large`, "
    "`truncated`, `unknown_format`, `no_transactions`, `no_date_column`, `no_amount_column`, `line_too_long`, "
    "`too_many_columns`, `amounts_too_large`. A file above 1 MB is kept at once and read apart: the answer is "
    "`reading`, and `import:read` tells when it is `preview`, or `failed` with such a code as its `error`.",
    request={"multipart/form-data": bodies.ImportBody},
    responses={201: answers.ImportAnswer},
    examples=[example(ASKING, status=201), example(READING, status=201)],
)
IMPORT_GET = extend_schema(
    operation_id="imports_get",
    summary="Show an import",
    responses={200: answers.ImportAnswer},
    examples=[example(WAITING)],
)
IMPORT_DELETE = extend_schema(
    operation_id="imports_delete",
    summary="Remove a file that was not confirmed, or is being read",
    description="409 once it was confirmed: undo it instead.",
    responses={204: None, 409: None},
)
IMPORT_LINES = extend_schema(
    operation_id="imports_lines",
    summary="List the lines of the file and what would happen to each",
    description="Verdict by verdict, each in the order of the file: new; `alike`, which may be an entry that is here; "
    "`duplicate`, here already; `posts`, the booking of what was announced before; `pending`, announced only; "
    "`refused`, which cannot be read, with the reason. 409 while a large file is `reading`, and once it is confirmed.",
    parameters=[
        query("verdict", "Only these.", one_of(answers.VERDICTS), many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.ImportLinePage},
    examples=[page_of_one(LINE)],
)
IMPORT_CHOICES = extend_schema(
    operation_id="imports_choose_lines",
    summary="Add, leave out or merge single lines",
    description="Those not named stay as they were. `merge` makes a line one with the entry it is alike to: proposed "
    "for entries written by hand and for announced ones. 409 once it was confirmed.",
    request=bodies.ChoicesBody,
    responses={200: answers.ImportAnswer, 409: None},
    examples=[example({"choices": {"0:17": "merge", "p0:3": "add"}}, request=True), example(WAITING)],
)
IMPORT_ANSWER = extend_schema(
    operation_id="imports_answer",
    summary="Answer the question about the file",
    description="The answer is remembered for files of the same shape. 409 once it was confirmed. A large file is "
    "`reading` again then; an answer under which nothing can be read is its `error`, and it stays as it was.",
    request=bodies.AnswerBody,
    responses={200: answers.ImportAnswer, 409: None},
    examples=[example({"answer": "day_first"}, request=True), example(WAITING)],
)
IMPORT_ACCOUNT = extend_schema(
    operation_id="imports_account",
    summary="Say which account a statement belongs to",
    request=bodies.BatchAccountBody,
    responses={200: answers.ImportAnswer, 409: None},
    examples=[example({"money_account": ACCOUNT}, request=True), example(WAITING)],
)
CONFIRMATION = extend_schema(
    operation_id="imports_confirm",
    summary="Let the import run",
    description="Adds what is new in the background; `import:progress` and `import:done` tell how it goes. "
    "400 `question_open` while the question waits, 409 when it was confirmed before.",
    request=bodies.ConfirmationBody,
    responses={202: answers.ImportAnswer, 409: None},
    examples=[example({"choices": {"0:17": "add", "0:21": "skip"}}, request=True), example(RUNNING, status=202)],
)
UNDO_PREVIEW = extend_schema(
    operation_id="imports_undo_preview",
    summary="What an undo would take away, above all what was edited since",
    responses={200: answers.UndoPreviewAnswer},
    examples=[
        example(
            {
                "can_be_undone": True,
                "taken": 29,
                "merged": 1,
                "edited": 1,
                "edited_transactions": [ENTRY],
                "stays_in": [STAYS],
                "unreadable": [],
            }
        )
    ],
)
UNDO = extend_schema(
    operation_id="imports_undo",
    summary="Undo an import",
    description="For 30 days. Everything it brought goes, edited since or not, but for lines another file names too; "
    "the file can be imported again. A large one is `undoing` until a job has taken it back; `import:done` tells when.",
    request=None,
    responses={200: answers.ImportAnswer, 409: None},
    examples=[example(UNDONE)],
)

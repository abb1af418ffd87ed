"""An import in the form the API shows it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from ledger.imports import sentences
from ledger.imports.checked import SKIP, CheckedBatch, CheckedLine
from ledger.imports.keeping import read_again
from ledger.imports.kinds import Judged
from ledger.imports.models import Import, ImportBatch
from ledger.imports.readers import Question, RefusedLine
from ledger.imports.staying import Staying, what_goes, what_stayed, what_stays

EDITED_NAMED = 100


def summary_shape(source: Import) -> dict[str, Any]:
    return {
        "id": source.pk,
        "status": source.status,
        "filename": source.filename,
        "format": source.format,
        "new": source.new_count,
        "alike": source.alike_count,
        "duplicate": source.duplicate_count,
        "refused": source.refused_count,
        "done": source.done_count,
        "total": source.total_count,
        "error": source.error,
        "error_detail": sentences.refused_import(source),
        "created_at": source.created_at,
        "finished_at": source.finished_at,
        "undone_at": source.undone_at,
        "can_be_undone": source.can_be_undone,
    }


def import_shape(source: Import) -> dict[str, Any]:
    """The whole import; two queries at most, and the file is read again where a question is open."""
    question = read_again(source).read.question if source.question and source.status == Import.Status.PREVIEW else None
    batches = source.batches.select_related("account").order_by("statement")
    return {
        **summary_shape(source),
        "question": question_shape(question) if question else None,
        "batches": [batch_shape(each) for each in batches],
        "report": report_shape(source.report) if "lines" in source.report else None,
        **_staying_shape(what_stayed(source)),
    }


def question_shape(question: Question) -> dict[str, Any]:
    asked = sentences.asked(question)
    return {
        "code": asked.code,
        "text": asked.title,
        "sample": asked.sample,
        "options": [
            {"value": each.value, "title": each.title, "evidence": each.text, "likely": each.likely}
            for each in asked.answers
        ],
    }


def batch_shape(batch: ImportBatch) -> dict[str, Any]:
    """One statement of the file; `new_account` is what would be made where there is no account yet."""
    draft = {name: batch.account_draft[name] for name in ("name", "type", "subtype", "currency", "institution")}
    currency: str = batch.account.currency if batch.account else draft["currency"]
    return {
        "statement": batch.statement,
        "money_account": batch.account_id,
        "new_account": None if batch.account_id else draft,
        "matched_by": batch.matched_by,
        "currency": currency,
        "first_on": batch.first_on,
        "last_on": batch.last_on,
        "money_in": money_text(batch.money_in, currency),
        "money_out": money_text(-batch.money_out, currency),
        "opening_balance": _text(batch.opening_balance, currency),
        "closing_balance": _text(batch.closing_balance, currency),
        "closing_on": batch.closing_on,
        "new": batch.new_count,
        "alike": batch.alike_count,
        "duplicate": batch.duplicate_count,
        "refused": batch.refused_count,
    }


def report_shape(report: dict[str, Any]) -> dict[str, Any]:
    """What happened, with the reasons in words."""
    refused = [
        {
            "statement": line["statement"],
            "line_no": line["line_no"],
            "text": line["text"],
            "code": line["code"],
            "detail": sentences.refused_line(line["code"], line["params"]),
        }
        for line in report["refused_lines"]
    ]
    balances = [
        {
            "statement": each["statement"],
            "money_account": each["money_account"],
            "taken": each["taken"],
            "on": each["on"],
            "bank_balance": each["bank"],
            "our_balance": each["ours"],
            "first_on": each["first"],
            "last_on": each["last"],
            "money_in": each["money_in"],
            "money_out": each["money_out"],
        }
        for each in report["batches"]
    ]
    counts = (
        *("lines", "taken", "merged", "duplicate", "alike", "pending", "skipped"),
        *("refused", "rounded", "uncategorised"),
    )
    return {**{name: report[name] for name in counts}, "refused_lines": refused, "balances": balances}


def line_shape(each: CheckedBatch, line: CheckedLine, judged: Judged) -> dict[str, Any]:
    alike = line.alike
    return {
        "key": line.key,
        "statement": each.batch.statement,
        "line_no": line.line.line_no,
        "verdict": line.verdict,
        "taken": line.taken,
        "choice": line.choice,
        "booked_on": line.line.booked_on,
        "kind": judged.kind,
        "direction": "out" if line.amount < 0 else "in",
        "amount": money_text(abs(line.amount), each.currency),
        "currency": each.currency,
        "payee": line.line.payee,
        "notes": line.line.notes,
        "category": judged.suggested.category_id if judged.suggested else None,
        "alike_to": alike.id if alike else None,
        "alike_by_hand": alike.by_hand if alike else False,
        "code": "",
        "detail": "",
    }


def refused_shape(each: CheckedBatch, line: RefusedLine) -> dict[str, Any]:
    """A line that is not taken: the start of it as written, and why."""
    return {
        "key": f"r{each.place}:{line.line_no}",
        "statement": each.place,
        "line_no": line.line_no,
        "verdict": "refused",
        "taken": False,
        "choice": SKIP,
        "booked_on": None,
        "kind": None,
        "direction": None,
        "amount": None,
        "currency": each.currency,
        "payee": "",
        "notes": line.text,
        "category": None,
        "alike_to": None,
        "alike_by_hand": False,
        "code": line.code,
        "detail": sentences.refused_line(line.code, line.params),
    }


def undo_shape(source: Import) -> dict[str, Any]:
    """What an undo would take away and leave. Files of the same days are read for it, unless they are large."""
    staying = what_stays(source) if source.can_be_undone else Staying()
    going = what_goes(source, staying)
    return {
        "can_be_undone": source.can_be_undone,
        "taken": going.lines,
        "merged": going.merged,
        "edited": len(going.edited),
        "edited_transactions": going.edited[:EDITED_NAMED],
        **_staying_shape(staying),
    }


def _staying_shape(staying: Staying) -> dict[str, Any]:
    return {
        "stays_in": [{"id": each.id, "filename": each.filename, "lines": each.lines} for each in staying.files],
        "unreadable": [{"id": each.id, "filename": each.filename} for each in staying.unreadable],
    }


def _text(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else money_text(amount, currency)

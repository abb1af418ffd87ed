"""What the last page of an import shows: what happened to its lines, and whether the accounts agree with the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.core.models import Transaction
from ledger.imports import sentences
from ledger.imports.models import UNDO_FOR, Import
from ledger.imports.staying import what_goes, what_stayed, what_stays
from ledger.imports.taking_back import edited_since

EDITED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an account stands with its bank on `on`; without a balance in the file `bank` is None."""

    money_account: str
    name: str
    currency: str
    on: date | None
    bank: Decimal | None
    ours: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.bank is None or self.ours is None else abs(self.bank - self.ours)


def done_context(source: Import) -> dict[str, Any]:
    report: dict[str, Any] = source.report
    refused = [
        {"line_no": line["line_no"], "text": line["text"], "why": sentences.refused_line(line["code"], line["params"])}
        for line in report.get("refused_lines", [])
    ]
    return {
        "report": report,
        "outcomes": [_outcome(each) for each in report.get("batches", [])],
        "refused": refused,
        "edited": edited_since(source).count() if source.can_be_undone else 0,
        "staying": what_stayed(source),
        "undo_until": (source.finished_at + UNDO_FOR).date() if source.finished_at else None,
    }


def undo_context(source: Import) -> dict[str, Any]:
    """What an undo takes away: how many lines, and by name those that somebody has edited since (the first 50). And
    what it leaves, because another file names it too.
    """
    staying = what_stays(source)
    going = what_goes(source, staying)
    named = going.edited[:EDITED_SHOWN]
    edited = Transaction.objects.filter(pk__in=named).select_related("account", "category")
    return {
        "source": source,
        "step": 4,
        "taken": going.lines,
        "merged": going.merged,
        "staying": staying,
        "edited": edited.order_by("-booked_on", "-pk"),
        "edited_count": len(going.edited),
        "edited_more": len(going.edited) - len(named),
    }


def _outcome(each: dict[str, Any]) -> Outcome:
    return Outcome(
        money_account=each["money_account"],
        name=each["name"],
        currency=each["currency"],
        on=date.fromisoformat(each["on"]) if each["on"] else None,
        bank=Decimal(each["bank"]) if each["bank"] is not None else None,
        ours=Decimal(each["ours"]) if each["ours"] is not None else None,
    )

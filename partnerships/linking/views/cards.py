"""What stands on other pages: of one line, of an expense, of a month's statement and after an import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from ledger.imports.models import Import, ImportedLine
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.months import month_after
from partnerships.linking.listing import linked, waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.presenting import readings
from partnerships.statements.statement import Statement

SHOWN = 5
LINE, EXPENSE, STATEMENT = "transaction", "expense", "statement"


@fills("transaction")
def line_card(request: HttpRequest, entry: Transaction) -> str:
    """What the line may pay, and what it pays by a link. Five queries; one for who has no partner."""
    standing = current_standing(person(request))
    if standing is None:
        return ""
    of_line = Q(transaction=entry)
    return _card(request, standing, waiting_for(standing).filter(of_line), linked(standing).filter(of_line), LINE)


@fills("expense")
def expense_card(request: HttpRequest, expense: SharedExpense) -> str:
    """Lines of the reader's that may pay it, and those linked by themselves. Five queries; one without a partner."""
    standing = current_standing(person(request))
    if standing is None:
        return ""
    by_itself = linked(standing).filter(expense=expense, status=LinkProposal.Status.AUTOMATIC)
    return _card(request, standing, waiting_for(standing).filter(expense=expense), by_itself, EXPENSE)


@fills("statement")
def statement_card(request: HttpRequest, statement: Statement) -> str:
    """Lines of the reader's that may pay what was due in the month, or be their half of what was settled in it. Three
    queries; one without a partner.
    """
    standing = current_standing(person(request))
    if standing is None or standing.partnership.pk != statement.partnership.pk:
        return ""
    first, end = statement.month, month_after(statement.month)
    in_month = Q(due_on__gte=first, due_on__lt=end) | Q(
        settlement__settled_on__gte=first, settlement__settled_on__lt=end
    )
    return _card(request, standing, waiting_for(standing).filter(in_month), (), STATEMENT)


@fills("import_report")
def import_line(request: HttpRequest, source: Import) -> str:
    """Fetches itself anew when a look has found something. Four queries; one for who has no partner."""
    standing = current_standing(person(request))
    if standing is None:
        return ""
    return render_to_string("partnerships/linking/_import.html", import_figures(standing, source), request=request)


def import_figures(standing: Standing, source: Import) -> dict[str, Any]:
    """Of the lines of an import; three queries."""
    brought = ImportedLine.objects.filter(batch__source=source, transaction__isnull=False).values("transaction")
    made = linked(standing).filter(status=LinkProposal.Status.AUTOMATIC)
    return {
        "source": source,
        "waiting": waiting_for(standing).filter(transaction__in=brought).count(),
        "linked": made.filter(transaction__in=brought).count(),
    }


def _card(
    request: HttpRequest, standing: Standing, waiting: Iterable[LinkProposal], made: Iterable[LinkProposal], back: str
) -> str:
    context = {
        "waiting": readings(list(waiting)[:SHOWN], standing),
        "linked": readings(list(made)[:SHOWN], standing),
        "back": back,
    }
    if not context["waiting"] and not context["linked"]:
        return ""
    return render_to_string("partnerships/linking/_card.html", context, request=request)

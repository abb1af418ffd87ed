"""The parts of the page of two. Each has its own figures, its own fragment, and is fetched anew when they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledger.core.category_tree import CategoryTree, category_tree
from partnerships.agreements import presenting
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.splitting import Splitting
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.approvals.presenting import readings
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.dates.weeks import date_of_week, streak
from partnerships.dates.wording import in_a_row
from partnerships.linking.listing import waiting_for as links_waiting_for
from partnerships.linking.presenting import readings as link_readings
from partnerships.statements.models import Contribution
from partnerships.statements.statement import Statement, statement_of
from partnerships.together.accounts_seen import seen_accounts
from partnerships.together.month import due_rows, owing, paid_rows

APPROVALS_SHOWN = 3
LINKS_SHOWN, LINKS_COUNTED = 2, 100
MONTHS_SHOWN = 3


class Reader:
    """One of the two, and what several parts need of the month, read once. The statement takes eight queries and those
    of the split, the categories two.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    @cached_property
    def statement(self) -> Statement:
        return statement_of(self.standing.partnership, this_month())

    @cached_property
    def tree(self) -> CategoryTree:
        return category_tree(self.standing.person)


@dataclass(frozen=True, slots=True)
class Part:
    """`figures` puts together what its fragment needs, which has it under the part's name."""

    figures: Callable[[Reader], dict[str, Any]]
    template: str


def common(standing: Standing) -> dict[str, Any]:
    """What every part may need. No query."""
    return {
        "partner": str(standing.other),
        "currency": standing.partnership.currency,
        "partnership": standing.partnership,
        "today": standing.person.today,
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
        "is_pot": standing.partnership.mode == Partnership.Mode.POT,
    }


def _owing(reader: Reader) -> dict[str, Any]:
    """Those of the statement and of the month's share."""
    statement, standing = reader.statement, reader.standing
    share = Splitting(standing.partnership).whole(statement.month)
    return {
        "owing": owing(statement, standing),
        "month": statement.month,
        "bar": presenting.bar(share, standing),
    }


def _approvals(reader: Reader) -> dict[str, Any]:
    """Four queries, and those of what is shown of each kind."""
    person = reader.standing.person
    waiting = list(waiting_for(person))
    return {
        "waiting": readings(waiting[:APPROVALS_SHOWN], person.pk),
        "waiting_count": len(waiting),
        "asked": readings(asked_by(person)[:APPROVALS_SHOWN], person.pk),
    }


def _statement(reader: Reader) -> dict[str, Any]:
    """Those of the statement and of the categories."""
    statement = reader.statement
    return {
        "month": statement.month,
        "rows": paid_rows(statement, reader.standing, reader.tree),
        "sums": owing(statement, reader.standing),
    }


def _due(reader: Reader) -> dict[str, Any]:
    """Those of the statement and of the categories."""
    rows = due_rows(reader.statement.due, reader.standing, reader.tree)
    return {
        "rows": rows,
        "total": reader.statement.open,
        "month": reader.statement.month,
        "has_expenses": bool(reader.statement.due),
    }


def _links(reader: Reader) -> dict[str, Any]:
    """Two queries."""
    waiting = list(links_waiting_for(reader.standing)[:LINKS_COUNTED])
    return {"waiting": link_readings(waiting[:LINKS_SHOWN], reader.standing), "count": len(waiting)}


def _contributions(reader: Reader) -> dict[str, Any]:
    """One query where the two pay into a pot, else none."""
    standing = reader.standing
    if standing.partnership.mode != Partnership.Mode.POT:
        return {"months": []}
    rows = Contribution.objects.filter(partnership=standing.partnership).order_by("-month", "place")
    months: dict[Any, dict[str, Contribution]] = {}
    for each in rows[: 2 * MONTHS_SHOWN]:
        months.setdefault(each.month, {})["mine" if each.place == standing.place else "theirs"] = each
    return {"months": [{"month": month, **both} for month, both in months.items() if len(both) == 2]}


def _split(reader: Reader) -> dict[str, Any]:
    """Three queries at most."""
    standing = reader.standing
    in_force = Splitting(standing.partnership).agreement_in(this_month())
    return {"told": presenting.told([in_force], standing)[0] if in_force else None}


def _accounts(reader: Reader) -> dict[str, Any]:
    """Five queries at most, see seen_accounts."""
    found = seen_accounts(reader.standing)
    return {"joint": found.joint, "theirs": found.theirs}


def _date(reader: Reader) -> dict[str, Any]:
    """Two queries."""
    standing = reader.standing
    found = date_of_week(standing)
    is_finished = found is not None and found.finished_at is not None
    number = streak(standing.partnership, standing.person.today) + (not is_finished)
    return {"money_date": found, "is_finished": is_finished, "in_a_row": in_a_row(number)}


# In the order of the page.
PARTS = {
    "date": Part(_date, "partnerships/together/_date.html"),
    "owing": Part(_owing, "partnerships/together/_owing.html"),
    "approvals": Part(_approvals, "partnerships/together/_approvals.html"),
    "statement": Part(_statement, "partnerships/together/_statement.html"),
    "links": Part(_links, "partnerships/together/_links.html"),
    "due": Part(_due, "partnerships/together/_due.html"),
    "contributions": Part(_contributions, "partnerships/together/_contributions.html"),
    "split": Part(_split, "partnerships/together/_split.html"),
    "accounts": Part(_accounts, "partnerships/together/_accounts.html"),
}

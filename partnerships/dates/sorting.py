"""Filing what is left over, at the first step: through the services of the ledger and of sharing, and counted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from ledger.core import services as ledger
from ledger.core.errors import Conflict
from ledger.core.models import Category, Transaction
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.dates.common import common_lines
from partnerships.dates.services import note_sorted
from partnerships.dates.weeks import date_of_week


@dataclass(frozen=True, slots=True)
class Choice:
    """A category for a line as its reader saw it: of this `version`."""

    line: UUID
    category: UUID
    version: int | None = None


def line_to_sort(standing: Standing, key: UUID) -> Transaction:
    """A line both see, of an account the reader owns. Five queries. Raises Http404 for any other."""
    owned = Transaction.objects.owned_by(standing.person).filter(pk=key).values("pk")
    found = common_lines(standing).filter(pk__in=owned).select_related("account", "category").first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def file_line(*, standing: Standing, choice: Choice) -> Transaction:
    """File one line under the category that was chosen for it, and learn from that.

    Raises:
        Http404: it is no line the reader may sort here, or no category of theirs.
        Conflict: it has changed since it was seen.
        ValidationError: the category is not for this kind of entry.
        Overtaken: as hold_active.
    """
    hold_active(standing)
    filed = _file(standing, choice)
    _note(standing, 1)
    return filed


@transaction.atomic
def take_offers(*, standing: Standing, choices: Sequence[Choice]) -> int:
    """File each line that still is as it was seen; how many. One that has changed, or is gone, is left as it is.

    Raises Overtaken as hold_active.
    """
    hold_active(standing)
    filed = 0
    for choice in sorted(choices, key=lambda each: each.line):
        try:
            with transaction.atomic():
                _file(standing, choice)
        except (Http404, Conflict, ValidationError):
            continue
        filed += 1
    _note(standing, filed)
    return filed


@transaction.atomic
def give_back(*, standing: Standing, line: UUID, category: UUID | None) -> Transaction:
    """Undo file_line: the category it had before, or none. Raises Http404, ValidationError, Overtaken as file_line."""
    hold_active(standing)
    entry = line_to_sort(standing, line)
    before = _category(standing, category) if category else None
    given = ledger.choose_category(entry=entry, changed_by=standing.person, category=before)
    _note(standing, -1)
    return given


def _file(standing: Standing, choice: Choice) -> Transaction:
    entry = line_to_sort(standing, choice.line)
    category = _category(standing, choice.category)
    return ledger.choose_category(entry=entry, changed_by=standing.person, category=category, version=choice.version)


def _category(standing: Standing, key: UUID) -> Category:
    found = Category.objects.visible_to(standing.person).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _note(standing: Standing, lines: int) -> None:
    money_date = date_of_week(standing)
    if money_date is not None and lines:
        note_sorted(money_date, lines)

"""Categories a person chooses for single lines before they are in the ledger; taught once the import runs.

They are kept with the import's other choices, by 'c<statement>:<line>'.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from config.kernel.money import from_stored
from ledger.core import categoriser, rules
from ledger.core import errors as core_errors
from ledger.core.categoriser import Lesson, Question, Suggested
from ledger.core.errors import Conflict
from ledger.core.models import Category, Transaction
from ledger.core.services import NewRow
from ledger.imports import errors
from ledger.imports.checked import CheckedBatch, CheckedImport, chosen_lines
from ledger.imports.kinds import Judged
from ledger.imports.models import Import
from ledger.imports.previewing import preview
from ledger.imports.readers.packed import AMOUNT, NO, Row

Kind = Transaction.Kind
_PERSON = Transaction.CategorySource.PERSON


def choose_category(*, source: Import, key: str, category: Category | None) -> Import:
    """Say the category of the line 'statement:line', found through `visible_to`; None leaves it to Tuppence again.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: no such line, somebody else's category, or one that does not fit the way the money went.
    """
    row = _row_of(preview(source), key)
    if category is not None:
        kind = kind_under(category.kind, comes_in=_comes_in(row))
        if not kind:
            raise core_errors.category_kind_mismatch(Kind.EXPENSE)
        rules.check_category(category, person=source.person, kind=kind)
    with transaction.atomic():
        fresh = Import.objects.select_for_update(of=("self",)).select_related("person", "file").get(pk=source.pk)
        if fresh.status != Import.Status.PREVIEW:
            raise Conflict(fresh)
        kept = {name: choice for name, choice in fresh.choices.items() if name != f"c{key}"}
        fresh.choices = kept if category is None else {**kept, f"c{key}": str(category.pk)}
        fresh.save(update_fields=["choices"])
    return fresh


def kind_under(category_kind: str, *, comes_in: bool) -> str:
    """What a movement is under a category of this kind; '' where the two do not go together."""
    if category_kind == Category.Kind.TRANSFER:
        return Kind.TRANSFER.value
    if category_kind == Category.Kind.EXPENSE:
        return Kind.REFUND.value if comes_in else Kind.EXPENSE.value
    return Kind.INCOME.value if comes_in else ""


class ChosenCategories:
    """The chosen categories of one statement, by line. One query where there are any."""

    def __init__(self, batch: CheckedBatch) -> None:
        source = batch.batch.source
        chosen = {line: UUID(key) for line, key in chosen_lines(source.choices, f"c{batch.place}").items()}
        usable = Category.objects.visible_to(source.person).filter(pk__in=chosen.values()) if chosen else ()
        kinds = {category.pk: category.kind for category in usable}
        self.by_line = {line: (key, kinds[key]) for line, key in chosen.items() if key in kinds}

    def over(self, rows: Sequence[Row], judged: Sequence[Judged]) -> Sequence[Judged]:
        """What was judged of these rows, under the person's own choices."""
        if not self.by_line:
            return judged
        return [self._over(row, found) for row, found in zip(rows, judged, strict=True)]

    def _over(self, row: Row, judged: Judged) -> Judged:
        chosen = self.by_line.get(row[NO])
        kind = kind_under(chosen[1], comes_in=_comes_in(row)) if chosen else ""
        if chosen is None or not kind:
            return judged
        return Judged(kind, Suggested(chosen[0], Decimal(1), _PERSON, ""), judged.payee, judged.notes)


def teach(person: User, account_id: UUID, added: Sequence[NewRow]) -> None:
    """The next file knows what was chosen of these rows. Within the caller's transaction."""
    lessons = [
        Lesson(Question(row.payee, row.notes, row.kind, from_stored(row.amount), account_id), row.category_id)
        for row in added
        if row.category_source == _PERSON
    ]
    if lessons:
        categoriser.current().learn(person, lessons)


def _row_of(checked: CheckedImport, key: str) -> Row:
    place, _colon, number = key.partition(":")
    if place.isdecimal() and number.isdecimal() and len(key) < 20 and int(place) < len(checked.batches):
        lines = checked.batches[int(place)].packed
        for found in lines.places_of([int(number)]):
            return lines.row(found)
    raise errors.no_such_line()


def _comes_in(row: Row) -> bool:
    return not row[AMOUNT].startswith("-")

"""The first step: lines without a category, or filed by a weak guess, on accounts both see in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.core import categoriser
from ledger.core.access import Sight
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.models import Transaction
from ledger.core.services.recording import question_of
from partnerships.approvals.models import Approval
from partnerships.core.standing import Standing
from partnerships.dates.common import common_accounts, lines_on
from partnerships.dates.weeks import monday_of
from partnerships.expenses import services as expenses
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.worth import SHAREABLE
from partnerships.sharing.models import PersonalLine
from partnerships.sharing.whose import BOTH, MINE, PARTNERS

# This week and those before it that are looked at.
LOOKED_BACK: Final = timedelta(weeks=3)
MOST_SHOWN: Final = 20
# A guess below this is looked at one by one.
STRONG: Final = Decimal("0.60")
Kind, Source = Transaction.Kind, Transaction.CategorySource


@dataclass(frozen=True, slots=True)
class Offer:
    """A category for a line; `reason` is in words that tell no more than both may see."""

    category: CategoryNode
    confidence: Decimal
    reason: str

    @property
    def is_strong(self) -> bool:
        return self.confidence >= STRONG

    @property
    def percent(self) -> int:
        return int(self.confidence * 100)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """`is_mine`: the reader may sort it, else their partner does. `whose` as in sharing.whose; `waits`: the partner is
    asked whether it is for both. `offer` is None where nothing is known, or where the partner sorts it.
    """

    entry: Transaction
    is_mine: bool
    is_joint: bool
    offer: Offer | None
    whose: str
    waits: bool

    @property
    def can_share(self) -> bool:
        return self.is_mine and (self.is_joint or self.entry.kind in SHAREABLE)

    @property
    def category_kind(self) -> str:
        return "income" if self.entry.kind == Kind.INCOME else "expense"


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The newest `rows`, of `count`."""

    rows: Sequence[LeftOver]
    count: int

    @property
    def strong(self) -> list[LeftOver]:
        """What can be taken all at once."""
        return [each for each in self.rows if each.offer is not None and each.offer.is_strong]

    @property
    def rest(self) -> int:
        return self.count - len(self.strong)


def left_over_lines(standing: Standing, accounts: Mapping[UUID, Sight]) -> QuerySet[Transaction]:
    """Income and spending of these weeks on `accounts` that nobody has filed for sure; transfers need no category.
    One query, now.
    """
    unsure = Q(category__isnull=True) | (
        Q(category_confidence__lt=STRONG) & ~Q(category_source__in=(Source.PERSON, Source.NONE))
    )
    first = monday_of(standing.person.today) - LOOKED_BACK
    seen = lines_on(standing, accounts).filter(unsure, is_split=False, booked_on__gte=first)
    return seen.exclude(kind=Kind.TRANSFER)


def count_left_over(standing: Standing) -> int:
    """Four queries; the same number for both."""
    accounts = common_accounts(standing)
    return left_over_lines(standing, accounts).count() if accounts else 0


def left_over(standing: Standing, tree: CategoryTree) -> Leftovers:
    """Two queries where the two show each other no account in full, else fourteen at most, however much is left over.

    A suggestion is the reader's own and comes from all they ever chose; what is shown of it is a category both have,
    and of earlier payments only those both see are counted.
    """
    accounts = common_accounts(standing)
    if not accounts:
        return Leftovers((), 0)
    found = left_over_lines(standing, accounts)
    shown = list(found.select_related("account").order_by("-booked_on", "-pk")[:MOST_SHOWN])
    offers = _offers(standing, [each for each in shown if accounts[each.account_id].is_mine], accounts, tree)
    said = _Said(standing, shown)
    rows = [
        LeftOver(
            entry=each,
            is_mine=accounts[each.account_id].is_mine,
            is_joint=accounts[each.account_id].is_joint,
            offer=offers.get(each.pk),
            whose=said.whose(each, is_joint=accounts[each.account_id].is_joint),
            waits=said.waits(each),
        )
        for each in shown
    ]
    return Leftovers(rows, len(shown) if len(shown) < MOST_SHOWN else found.count())


class _Said:
    """Whose each of `entries` is, as whose_of says of one. Three queries, none where there are no entries."""

    def __init__(self, standing: Standing, entries: Sequence[Transaction]) -> None:
        self._place = standing.place
        self._shared: set[UUID | None] = set()
        self._personal: dict[UUID, int] = {}
        self._asked: set[UUID | None] = set()
        if not entries:
            return
        self._shared |= set(SharedPayment.objects.filter(transaction__in=entries).values_list("transaction", flat=True))
        personal = PersonalLine.objects.filter(transaction__in=entries)
        self._personal |= dict(personal.values_list("transaction", "place"))
        questions = [expenses.question_of(each.pk) for each in entries]
        asked = Approval.objects.filter(
            kind=expenses.PAYMENT_SHARE, object_id__in=questions, status=Approval.Status.PENDING
        )
        self._asked |= set(asked.values_list("object_id", flat=True))

    def whose(self, entry: Transaction, *, is_joint: bool) -> str:
        if not is_joint:
            return BOTH if entry.pk in self._shared else MINE
        place = self._personal.get(entry.pk)
        return BOTH if place is None else MINE if place == self._place else PARTNERS

    def waits(self, entry: Transaction) -> bool:
        return expenses.question_of(entry.pk) in self._asked


def _offers(
    standing: Standing, entries: Sequence[Transaction], accounts: Mapping[UUID, Sight], tree: CategoryTree
) -> dict[UUID, Offer]:
    """Three queries for what is suggested and one for what was before; none where there are no entries."""
    if not entries:
        return {}
    suggested = categoriser.current().suggest_many(standing.person, [question_of(each) for each in entries])
    offers = {
        entry.pk: (category, found)
        for entry, found in zip(entries, suggested, strict=True)
        if found is not None and (category := _known_to_both(tree, found.category_id)) is not None
    }
    before = _filed_before(standing, [each for each in entries if each.pk in offers], accounts)
    return {
        entry.pk: Offer(category, found.confidence, _reason(found, before.get((entry.payee_key, category.pk), 0)))
        for entry in entries
        if entry.pk in offers
        for category, found in [offers[entry.pk]]
    }


def _known_to_both(tree: CategoryTree, category_id: UUID) -> CategoryNode | None:
    """The category, or the nearest above it that is not the reader's own."""
    node = tree.get(category_id)
    while node is not None and not node.is_system:
        node = tree.get(node.parent_id)
    return None if node is None or node.is_hidden else node


def _filed_before(
    standing: Standing, entries: Sequence[Transaction], accounts: Mapping[UUID, Sight]
) -> dict[tuple[str, UUID], int]:
    """How many lines both see of a payee are filed under a category."""
    keys = {each.payee_key for each in entries if each.payee_key}
    if not keys:
        return {}
    filed = (
        lines_on(standing, accounts)
        .filter(payee_key__in=keys, category__isnull=False)
        .exclude(pk__in=[each.pk for each in entries])
    )
    rows = filed.values_list("payee_key", "category").annotate(count=Count("pk"))
    return {(payee, category): count for payee, category, count in rows if category is not None}


def _reason(found: categoriser.Suggested, before: int) -> str:
    if before and found.source in (Source.LEARNED, Source.SIMILAR):
        return ngettext("%(count)s earlier payment", "%(count)s earlier payments", before) % {"count": before}
    if found.confidence < STRONG:
        return _("a guess, please check")
    if found.source == Source.RULE:
        return _("by your rule")
    if found.source == Source.MERCHANT:
        return _("known as %(name)s") % {"name": found.reason}
    if found.source == Source.KEYWORD:
        return _("says “%(word)s”") % {"word": found.reason}
    return _("like other payments")

"""Which part of a line is its owner's, for the ledger (ledger.core.shares).

- On a joint account what is booked while it is joint is for both, as the two have agreed for its month and category (of
  a split line each part by its own), in halves once the partnership has ended. A PersonalLine is all of one.
- On an account of one's own a line that is for both (a SharedPayment) is borne as is kept with that payment.
- Everything else is the owner's.

Both parts are whole cents and add up to the amount; the line's id decides the cent that does not divide. Parts of a
split line that are borne alike come to what the line would come to as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from config.kernel.money import from_stored, to_stored
from config.kernel.sql import db_uuid, is_any, marks
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.shares import Payment, spread
from partnerships.agreements.models import WHOLE
from partnerships.agreements.splitting import HALF, Splitting, split_amount
from partnerships.core.models import Member
from partnerships.expenses.models import SharedPayment
from partnerships.sharing.models import JointTime, PersonalLine

# Beyond this many lines the account is asked about instead of each of them.
NAMED_AT_MOST = 500


class Borne(NamedTuple):
    """`first` is what member 0 bears, in billionths; `owner` the place of the ledger's owner."""

    first: int
    owner: int


class SharedParts:
    """One query for most lines; two more where something is shared, on a joint account another three, and those of
    Splitting. One more where exceptions by category were agreed.
    """

    def own_parts(self, account_id: UUID, payments: Sequence[Payment]) -> Sequence[int]:
        own = [each.amount for each in payments]
        if not payments or (len(payments) <= NAMED_AT_MOST and not _are_shared(account_id, payments)):
            return own
        times = list(JointTime.objects.filter(account=account_id).select_related("partnership", "account"))
        shared = _shared(account_id, payments)
        if not times and not shared:
            return own
        currency = times[0].account.currency if times else _currency(account_id)
        joint = _joint_times(account_id, times, payments)
        personal = _personal(account_id, payments) if joint else {}
        alike: dict[tuple[UUID, Borne, bool], list[int]] = {}
        for number, each in enumerate(payments):
            borne = _borne(each, joint, personal) or shared.get(each.id)
            if borne is not None:
                alike.setdefault((each.id, borne, each.amount < 0), []).append(number)
        for (line, borne, _is_out), numbers in alike.items():
            _divide(own, numbers, line, borne, currency)
        return own


def _divide(own: list[int], numbers: Sequence[int], line: UUID, borne: Borne, currency: str) -> None:
    """Put the owner's part of each into `own`, where its amount stands: what is borne alike is divided as one."""
    amounts = [own[number] for number in numbers]
    both = split_amount(from_stored(sum(amounts)), borne.first, currency, line)
    part = to_stored(both[borne.owner])
    parts = [part] if len(numbers) == 1 else spread(part, sum(amounts), amounts, currency)
    for number, each in zip(numbers, parts, strict=True):
        own[number] = each


def _are_shared(account_id: UUID, payments: Sequence[Payment]) -> bool:
    """Whether the account was ever joint, or one of these lines is for both."""
    ids = [db_uuid(key) for key in {each.id for each in payments}]
    return is_any(
        f"""(SELECT 1 FROM partnerships_jointtime WHERE account_id = %s UNION ALL
        SELECT 1 FROM partnerships_sharedpayment WHERE transaction_id IN ({marks(len(ids))})) AS shared""",
        [db_uuid(account_id), *ids],
    )


@dataclass(frozen=True, slots=True)
class _Joint:
    """A time of an account, and the place of who is its owner in the ledger now."""

    time: JointTime
    owner: int
    splitting: Splitting
    categories: Mapping[UUID, Category]
    early: Collection[UUID]
    known: dict[tuple[date, UUID | None], int] = field(default_factory=dict)

    def covers(self, payment: Payment) -> bool:
        since, until, left_at = self.time.since, self.time.until, self.time.left_at
        if (since is not None and payment.booked_on < since) or (until is not None and payment.booked_on > until):
            return False
        return payment.booked_on != until or left_at is None or payment.id in self.early

    def share(self, payment: Payment) -> int:
        ended = self.time.partnership.ended_on
        if ended is not None and payment.booked_on > ended:
            return HALF
        key = payment.booked_on.replace(day=1), payment.category_id
        if key not in self.known:
            category = self.categories.get(payment.category_id) if payment.category_id else None
            self.known[key] = self.splitting.share(payment.booked_on, category=category).first
        return self.known[key]


def _joint_times(account_id: UUID, times: Sequence[JointTime], payments: Sequence[Payment]) -> list[_Joint]:
    splittings = [Splitting(each.partnership) for each in times]
    categories: dict[UUID, Category] = {}
    if any(agreement.exceptions.all() for each in splittings for agreement in each.agreements):
        wanted = {each.category_id for each in payments if each.category_id is not None}
        categories = Category.objects.select_related("parent__parent__parent").in_bulk(wanted)
    owner = MoneyAccountAccess.objects.filter(account=account_id, role=MoneyAccountAccess.Role.OWNER).values("person")
    joint = []
    for time, splitting in zip(times, splittings, strict=True):
        member = Member.objects.filter(partnership=time.partnership_id, person__in=owner).first()
        place = member.place if member else 0
        joint.append(_Joint(time, place, splitting, categories, _before_leaving(time, payments)))
    return joint


def _before_leaving(time: JointTime, payments: Sequence[Payment]) -> set[UUID]:
    """Those of the last day that were written down before one of the two left. One query, none without such a day."""
    of_day = [each.id for each in payments if each.booked_on == time.until]
    if time.left_at is None or not of_day:
        return set()
    return set(Transaction.objects.filter(pk__in=of_day, created_at__lte=time.left_at).values_list("pk", flat=True))


def _borne(payment: Payment, joint: Sequence[_Joint], personal: Mapping[UUID, int]) -> Borne | None:
    """Who bears a line of a joint account; None where it was not joint."""
    time = next((each for each in joint if each.covers(payment)), None)
    if time is None:
        return None
    place = personal.get(payment.id)
    if place is not None:
        return Borne(WHOLE if place == 0 else 0, time.owner)
    return Borne(time.share(payment), time.owner)


def _shared(account_id: UUID, payments: Sequence[Payment]) -> dict[UUID, Borne]:
    """Of those that are for both, who pays."""
    found = SharedPayment.objects.filter(transaction__isnull=False)
    rows = _of(found, account_id, payments).values_list("transaction", "payer", "first_share")
    return {key: Borne(first, payer) for key, payer, first in rows if key is not None}


def _personal(account_id: UUID, payments: Sequence[Payment]) -> dict[UUID, int]:
    return dict(_of(PersonalLine.objects.all(), account_id, payments).values_list("transaction", "place"))


def _of(found: QuerySet[Any], account_id: UUID, payments: Sequence[Payment]) -> QuerySet[Any]:
    if len(payments) <= NAMED_AT_MOST:
        return found.filter(transaction__in=[each.id for each in payments])
    return found.filter(transaction__in=Transaction.objects.filter(account=account_id).values("pk"))


def _currency(account_id: UUID) -> str:
    return str(MoneyAccount.objects.filter(pk=account_id).values_list("currency", flat=True).get())

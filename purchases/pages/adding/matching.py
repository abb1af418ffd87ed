"""What a paper belongs to: the payment it is the receipt of, and the thing that has no papers yet."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from accounts.models import User
from config.kernel.folding import fold
from ledger.core.models import Transaction
from ledger.core.payees import payee_key
from purchases.core.models import Purchase, Retailer
from purchases.core.suggesting import Suggestion, payments_like
from purchases.receipts.reading import Reading
from purchases.receipts.shops import known_shop

WITHIN = timedelta(days=10)
# Of a paper that does not say its day, and of photos.
LATELY = timedelta(days=60)
MOST_THINGS, NEWEST = 2, 8
_LOOKED_AT, _LONGEST_NAME_WORDS = 50, 4


def payments_for(reading: Reading, person: User) -> list[Suggestion]:
    """Of the amount that was read, best first; a paper without a day is taken for a late one. Two queries."""
    if reading.amount is None or reading.currency is None:
        return []
    day, within = reading.day or person.today, WITHIN if reading.day else LATELY
    return payments_like(
        person, price=reading.amount, currency=reading.currency, day=day, shop=reading.shop or "", within=within
    )


def sure_one(found: list[Suggestion], reading: Reading) -> Suggestion | None:
    """The one to tick: the shop's, where no other is the shop's too. Where the paper names no shop, the only one near
    the day that was read. A payment at another shop is offered and no more.
    """
    of_shop = [each for each in found if each.is_retailer]
    if of_shop:
        nearest = [each for each in of_shop if abs(each.days) == abs(of_shop[0].days)]
        return nearest[0] if len(nearest) == 1 else None
    is_only = len(found) == 1 and reading.shop is None and reading.day is not None
    return found[0] if is_only else None


def newest_payments(person: User, *, skip: int = 0) -> list[Transaction]:
    """Payments of the last weeks that are no thing's yet, newest first. Two queries, by account and day."""
    unlinked = (
        Transaction.objects.owned_by(person)
        .live()
        .filter(
            kind=Transaction.Kind.EXPENSE,
            amount__lt=0,
            booked_on__gt=person.today - LATELY,
            booked_on__lte=person.today,
            purchases__isnull=True,
        )
    )
    return list(unlinked.select_related("account").order_by("-booked_on", "-pk")[skip : skip + NEWEST])


def payment_of(person: User, key: UUID) -> Transaction | None:
    """One that a thing may have been bought with."""
    own = Transaction.objects.owned_by(person).live().select_related("account", "category")
    return own.filter(pk=key, amount__lt=0, kind=Transaction.Kind.EXPENSE).first()


def things_for(reading: Reading, person: User) -> list[Purchase]:
    """The person's own without a paper that cost what was read, or, where no amount was, were bought lately. One query:
    a range of days of the index.
    """
    day, within = (reading.day, WITHIN) if reading.day else (person.today, LATELY)
    found = Purchase.objects.filter(
        owner=person,
        access__person=person,
        access__is_archived=False,
        access__purchase_date__range=(day - within, day + within),
        papers=0,
    )
    if reading.amount is not None:
        found = found.filter(price=reading.amount, currency=reading.currency)
    elif reading.shop or reading.day:
        return []
    near = list(found.select_related("retailer").order_by("-access__purchase_date", "-pk")[:_LOOKED_AT])
    return sorted(near, key=lambda each: abs((each.purchase_date - day).days))[:MOST_THINGS]


def shop_of_payee(payee: str, person: User) -> str:
    """What the shop of a payment is called: as it is known here, else as the bank writes it. One query."""
    known = known_shop(payee)
    if known:
        return known
    words = payee_key(payee).split()
    spans = {
        fold(" ".join(words[start : start + length]))
        for length in range(1, _LONGEST_NAME_WORDS + 1)
        for start in range(len(words) - length + 1)
    }
    named = Retailer.objects.visible_to(person).filter(name_key__in=spans).values_list("name", flat=True)
    longest = max(named, key=len, default="")
    tidy = " ".join(payee.split())[:100]
    return longest or (tidy.title() if tidy.isupper() else tidy)

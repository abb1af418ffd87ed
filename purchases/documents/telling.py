"""Who hears of a document: whoever sees the thing or the payment it hangs on, as of a change of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from ledger.core.access import watchers_of
from ledger.core.audience import tell as tell_of_lines
from ledger.core.frames import changes_told
from ledger.core.models import Transaction
from purchases.core.telling import CHANGED, hold_people, people_of
from purchases.core.telling import tell as tell_of_thing
from purchases.documents.models import Attachment


def tell(purchases: Collection[UUID] = (), transactions: Collection[UUID] = ()) -> None:
    """Call it last in a service. A query a thing, five for payments."""
    entries = Transaction.objects.filter(pk__in=transactions).live() if transactions else ()
    news = changes_told(entries)
    if len(purchases) + bool(news) > 1:
        _hold_all(purchases, news)
    for key in sorted(purchases):
        tell_of_thing(CHANGED, key)
    if news:
        tell_of_lines(news, {}, {})


def tell_of(attachments: Iterable[Attachment]) -> None:
    hung = list(attachments)
    tell(
        {each.purchase_id for each in hung if each.purchase_id is not None},
        {each.transaction_id for each in hung if each.transaction_id is not None},
    )


def _hold_all(purchases: Iterable[UUID], accounts: Iterable[UUID]) -> None:
    """Each frame locks its readers; all lock people in the order of their ids (see `hold_people`)."""
    people = {person for key in purchases for person in people_of(key)}
    people |= {each for watchers in watchers_of(accounts).values() for each, *_rest in watchers}
    hold_people(people)

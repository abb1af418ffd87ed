"""Writing to one's partner, and having read what they wrote. Each begins by holding the partnership."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from accounts.models import User
from chat import errors, notices
from chat.models import LONGEST, Message
from chat.shapes import message_shape, surroundings
from config.kernel.live import push
from ledger.core.models import Transaction
from partnerships.approvals.models import Approval
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.models import SharedExpense

# What no keyboard sends; line feed and tab stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@database_transaction.atomic
def write_message(
    *,
    standing: Standing,
    text: str,
    transaction: Transaction | None = None,
    expense: SharedExpense | None = None,
    approval: Approval | None = None,
    client_id: UUID | None = None,
) -> Message:
    """Say something, perhaps about an entry, a shared expense or an approval the caller found through `visible_to`.

    A `client_id` that came before gives the message that it made. Six queries or eight, and a frame to each.

    Raises:
        FieldError: `blank`, `max_length`, `not_shown_to_partner`, `about_two`, `does_not_exist`.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    hold_active(standing)
    if client_id is not None:
        twin = Message.objects.filter(partnership=standing.partnership, place=standing.place, client_id=client_id)
        if (known := twin.first()) is not None:
            return known
    _check_about(standing, transaction, expense, approval)
    message = Message.objects.create(
        partnership=standing.partnership,
        place=standing.place,
        text=cleaned(text),
        transaction=transaction,
        expense=expense,
        approval=approval,
        client_id=client_id,
    )
    notices.tell_soon(message)
    tell(message, [standing.person, standing.partner])
    return message


def cleaned(text: str) -> str:
    """Raises FieldError (`blank`, `max_length`)."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise errors.nothing_said()
    if len(text) > LONGEST:
        raise errors.too_long(LONGEST)
    return text


def _check_about(
    standing: Standing, transaction: Transaction | None, expense: SharedExpense | None, approval: Approval | None
) -> None:
    if [transaction, expense, approval].count(None) < 2:
        raise errors.about_two()
    if approval is not None and approval.partnership_id != standing.partnership.pk:
        raise errors.about_unknown("approval")
    if expense is not None and expense.partnership_id != standing.partnership.pk:
        raise errors.about_unknown("shared_expense")
    if transaction is not None and not is_shown_to_partner(standing, transaction.pk):
        raise errors.not_shown_to_partner()


def is_shown_to_partner(standing: Standing, transaction_id: UUID) -> bool:
    """Whether the partner sees this entry today. Two queries."""
    partner = standing.partner
    if partner is None:
        return False
    return Transaction.objects.visible_to(partner).live().filter(pk=transaction_id).exists()


@database_transaction.atomic
def mark_read(*, standing: Standing, up_to: Message) -> int:
    """`up_to` and all before it that the partner wrote are read; how many were not before. One conditional UPDATE.

    Raises:
        FieldError: `not_yours_to_read`, the reader wrote it.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    if up_to.place == standing.place:
        raise errors.not_yours_to_read()
    hold_active(standing)
    now = timezone.now()
    waiting = unread_of(standing).filter(pk__lte=up_to.pk)
    changed = waiting.update(read_at=now)
    if changed:
        data = {"message_id": str(up_to.pk), "read_by": str(standing.person.pk), "read_at": now.isoformat()}
        push(standing.people, "message:read", data)
        notices.forget_told(standing.person, standing.partnership)
    return changed


def unread_of(standing: Standing) -> QuerySet[Message]:
    """What the partner wrote and the person has not read."""
    return Message.objects.filter(
        partnership=standing.partnership, place=standing.other.place, kind=Message.Kind.TEXT, read_at=None
    )


def tell(message: Message, people: list[User | None]) -> None:
    """`message:new` to each in their language, with no more of what it is about than they see. Call it last."""
    for person in sorted((each for each in people if each is not None), key=lambda each: each.pk):
        with translation.override(person.locale.lower()):
            shape = message_shape(message, surroundings([message], person))
        push([person.pk], "message:new", {"message": shape, "sender": shape["sender"]})

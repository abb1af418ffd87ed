"""Messages as a page shows them: by day, and those about one thing in a row together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from chat.linking import linked
from chat.models import Message
from chat.shapes import Surroundings, surroundings
from chat.wording import icon_of, text_of
from ledger.core.models import Transaction
from partnerships.approvals.models import Approval
from partnerships.core.standing import Standing
from partnerships.expenses.models import SharedExpense

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `writer` is empty for what the product says."""

    pk: UUID
    text: SafeString
    at: datetime
    is_mine: bool
    writer: str
    is_read: bool
    icon: str

    @property
    def side(self) -> str:
        return "a" if self.is_mine else "b"


@dataclass(frozen=True, slots=True)
class About:
    """What lines are about. All are None for an entry the reader does not see."""

    entry: Transaction | None = None
    expense: SharedExpense | None = None
    approval: Approval | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    about: About | None
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Reading:
    """`unread` is the last message of the partner's that waits to be read, `earlier` where older ones go on."""

    days: Sequence[Day]
    unread: UUID | None
    earlier: UUID | None
    is_empty: bool


def read(messages: QuerySet[Message], standing: Standing, *, before: UUID | None = None) -> Reading:
    """The latest 50 of `messages`, or the 50 before one of them. Four queries at most."""
    wanted = messages.filter(pk__lt=before) if before else messages
    found = list(wanted.select_related("expense", "approval").order_by("-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE][::-1]
    around = surroundings(shown, standing.person)
    zone = standing.person.zone
    days = [
        Day(on, _groups(list(of_day), standing, around))
        for on, of_day in groupby(shown, key=lambda each: timezone.localdate(each.created_at, zone))
    ]
    theirs = [each for each in shown if each.place == standing.other.place and each.read_at is None]
    earlier = shown[0].pk if len(found) > PER_PAGE else None
    return Reading(days, theirs[-1].pk if theirs else None, earlier, not shown)


def _groups(messages: list[Message], standing: Standing, around: Surroundings) -> list[Group]:
    groups = []
    for _key, row in groupby(messages, key=_thing_of):
        alike = list(row)
        groups.append(Group(_about(alike[0], around), [_line(each, standing, around) for each in alike]))
    return groups


def _thing_of(message: Message) -> tuple[object, ...]:
    return message.transaction_id, message.expense_id, message.approval_id, message.place is None


def _line(message: Message, standing: Standing, around: Surroundings) -> Line:
    names = around.names(message)
    writer = "" if message.place is None else names.get(message.place, "")
    is_mine = message.place == standing.place
    text = linked(text_of(message, names))
    return Line(message.pk, text, message.created_at, is_mine, writer, message.read_at is not None, icon_of(message))


def _about(message: Message, around: Surroundings) -> About | None:
    if message.transaction_id is not None:
        entry = around.entries.get(message.transaction_id)
        return About(entry=entry, url=reverse("transaction_detail", args=[entry.pk]) if entry else "")
    if message.expense_id is not None and message.place is not None:
        return About(expense=message.expense, url=reverse("shared_expense", args=[message.expense_id]))
    if message.approval_id is not None:
        return About(approval=message.approval, url=reverse("approval_detail", args=[message.approval_id]))
    return None


def talk_of(person: User, standing: Standing) -> QuerySet[Message]:
    return Message.objects.visible_to(person).filter(partnership=standing.partnership)

"""An approval as a person reads it: who asks what, each field before and after, and what it means for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money
from partnerships.approvals import showing
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import Field, Shares, kind_named
from partnerships.core.models import Member

SHOWN_IN_LIST = 3
_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Change:
    """One field in words; `delta` is how much more or less an amount is to be, signed, where both are amounts."""

    label: str
    before: str
    after: str
    differs: bool
    delta: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What one of the two bears; None where the item is not there. `side`: 'a' is the reader."""

    name: str
    side: str
    before: Decimal | None
    after: Decimal | None


class Reading:
    """`approval` for the reader at `place`; `members` of its partnership, by place."""

    def __init__(self, approval: Approval, reader: UUID, members: list[Member]) -> None:
        self.approval = approval
        self.kind = kind_named(approval.kind)
        self._members = members
        self._reader = reader

    @property
    def pk(self) -> UUID:
        return self.approval.pk

    @property
    def is_mine(self) -> bool:
        return self.approval.requested_by_id == self._reader

    @property
    def waits(self) -> bool:
        return self.approval.status == Approval.Status.PENDING

    @property
    def side(self) -> str:
        return "a" if self.is_mine else "b"

    @property
    def asker(self) -> str:
        return self._name(self.approval.requested_by_id)

    @property
    def partner(self) -> str:
        return next((str(each) for each in self._members if each.person_id != self._reader), "")

    @property
    def decider(self) -> str:
        """Who answered, or nothing where nobody did."""
        return self._name(self.approval.responded_by_id) if self.approval.responded_by_id else ""

    def _name(self, person_id: UUID | None) -> str:
        if person_id == self._reader:
            return _("You")
        return self.partner

    @cached_property
    def sentence(self) -> str:
        """ "Ben changes Climbing pass"."""
        if self.is_mine:
            return _("You asked %(partner)s") % {"partner": self.partner}
        return f"{self.asker} {self.kind.describe(self.approval)}"

    @property
    def asker_name(self) -> str:
        """For the letter on a disc, where "You" would be a stranger's."""
        return next((str(each) for each in self._members if (each.person_id == self._reader) is self.is_mine), "")

    @property
    def url(self) -> str:
        return self.kind.url(self.approval)

    @property
    def ended_at(self) -> datetime | None:
        return self.approval.responded_at

    @cached_property
    def changes(self) -> list[Change]:
        """What is to change first, then what stays; fields without a value on both sides are left out."""
        found = []
        for name, field in self.kind.fields.items():
            values = self.approval.before.get(name), self.approval.after.get(name)
            if values[0] in _EMPTY and values[1] in _EMPTY and values[0] == values[1]:
                continue
            found.append(self._change(field, *values))
        told = [each for each in found if each.before or each.after]
        return sorted(told, key=lambda each: not each.differs)

    def _change(self, field: Field, before: Any, after: Any) -> Change:
        is_money = field.show is showing.money and None not in (before, after) and before != after
        delta = Decimal(after) - Decimal(before) if is_money else None
        currency = self.approval.partnership.currency
        return Change(
            label=str(field.label),
            before=field.show(before, self.approval) if self.approval.before else "",
            after=field.show(after, self.approval) if self.approval.after else "",
            differs=before != after,
            delta="" if delta is None else format_money(delta, currency, active_locale(), sign="always").number,
        )

    @property
    def main_changes(self) -> list[Change]:
        """What comes rather than what goes with it, unless the whole is to end."""
        told = [each for each in self.changes if each.differs and (each.after or self.ends)]
        return told[:SHOWN_IN_LIST]

    @property
    def ends(self) -> bool:
        """It is asked to end, not to change."""
        return not self.approval.after

    @cached_property
    def shares(self) -> Shares | None:
        return self.kind.shares(self.approval)

    @property
    def share_rows(self) -> list[ShareRow]:
        """The reader first."""
        shares = self.shares
        if shares is None:
            return []
        rows = [
            ShareRow(
                name=_("You") if each.person_id == self._reader else str(each),
                side="a" if each.person_id == self._reader else "b",
                before=shares.before[each.place] if shares.before else None,
                after=shares.after[each.place] if shares.after else None,
            )
            for each in self._members
        ]
        return sorted(rows, key=lambda row: row.side)

    @property
    def my_delta(self) -> Decimal | None:
        """How much more or less the reader bears."""
        rows = self.share_rows
        if not rows:
            return None
        return (rows[0].after or Decimal(0)) - (rows[0].before or Decimal(0))


def readings(approvals: Iterable[Approval], reader: UUID) -> list[Reading]:
    """One query for the members of all of them."""
    found = list(approvals)
    members: dict[UUID, list[Member]] = {}
    keys = {each.partnership_id for each in found}
    for member in Member.objects.filter(partnership__in=keys).select_related("person").order_by("place"):
        members.setdefault(member.partnership_id, []).append(member)
    return [Reading(each, reader, members[each.partnership_id]) for each in found]

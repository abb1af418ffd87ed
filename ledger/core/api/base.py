"""What the ledger's endpoints share: finding what the person may see or change, and answering conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.utils.functional import cached_property
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.errors import Conflict, does_not_exist
from config.kernel.api.key_areas import LEDGER
from config.kernel.api.views import ApiView
from ledger.core import errors, standings
from ledger.core.access import Sight, owned_account, owner_names, seen_balances, sights_of
from ledger.core.api.shapes import category_shape, money_account_shape, private_shape, whole_transaction_shape
from ledger.core.models import (
    Category,
    CategoryOverride,
    MoneyAccount,
    Transaction,
)
from ledger.core.models.transactions import TransactionQuerySet

IN_USE = {"account_in_use", "category_in_use"}


class LedgerView(ApiView):
    key_area = LEDGER

    @cached_property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def sights(self) -> dict[UUID, Sight]:
        """What the person sees today; one query, once a request."""
        return sights_of(self.person)

    def handle_exception(self, exc: Exception) -> Response:
        """A service's Conflict says which record; 'in use' is a conflict as well, for clients that retry."""
        if isinstance(exc, errors.Conflict):
            exc = Conflict(attr="version", current=self.shape_of(exc.current))
        elif isinstance(exc, errors.FieldError) and exc.stable_code in IN_USE:
            exc = Conflict(exc.messages[0], exc.stable_code)
        return super().handle_exception(exc)

    def shape_of(self, record: object) -> dict[str, Any]:
        """A record in the API's form, as this person may see it."""
        if isinstance(record, Transaction):
            return whole_transaction_shape(record, self.sights)
        if isinstance(record, MoneyAccount):
            return self.accounts_shape([record])[0]
        if isinstance(record, Category):
            override = CategoryOverride.objects.filter(person=self.person, category=record).first()
            return category_shape(record, override, self.person.currency)
        raise TypeError(type(record).__name__)

    def accounts_shape(self, accounts: Sequence[MoneyAccount]) -> list[dict[str, Any]]:
        """Accounts the person sees something of; two queries and those of Standings.of, one more for others'."""
        # One that was made in this request is not among those looked up before.
        sights = self.sights if all(each.pk in self.sights for each in accounts) else sights_of(self.person)
        banks = standings.current().of(self.person, accounts)
        balances = seen_balances(accounts, sights)
        owners = owner_names(each.pk for each in accounts if not sights[each.pk].is_mine)
        return [
            money_account_shape(
                each,
                role=sights[each.pk].role,
                level=sights[each.pk].level,
                balance=balances[each.pk],
                owner=owners.get(each.pk, ""),
                bank=banks.get(each.pk),
            )
            for each in accounts
        ]


def account_in_body(person: User, key: UUID, attr: str) -> MoneyAccount:
    """The account named by a body's field, to write to. Somebody else's does not exist."""
    account = owned_account(person, key)
    if account is None:
        if MoneyAccount.objects.visible_to(person).filter(pk=key).exists():
            raise PermissionDenied
        raise does_not_exist(attr)
    return account


def category_in_body(person: User, key: UUID | None, attr: str = "category") -> Category | None:
    if key is None:
        return None
    category = Category.objects.visible_to(person).filter(pk=key).first()
    if category is None:
        raise does_not_exist(attr)
    return category


def transaction_to_change(person: User, key: UUID, *, binned: bool = False) -> Transaction:
    """404 when the person does not see it, 403 when they see it and no more."""
    found = _in_or_out_of_bin(Transaction.objects.visible_to(person), binned).filter(pk=key).first()
    if found is None:
        raise Http404
    if not MoneyAccount.objects.owned_by(person).filter(pk=found.account_id).exists():
        raise PermissionDenied
    return found


def private_line(sights: Mapping[UUID, Sight], key: UUID) -> dict[str, Any]:
    """A line on one of the person's accounts that the other owner withholds; 404 where there is none. One query."""
    mine = [each.account_id for each in sights.values() if each.is_mine]
    found = Transaction.objects.live().filter(pk=key, account__in=mine).exclude(withheld="").first()
    if found is None or found.withheld == sights[found.account_id].role:
        raise Http404
    return private_shape(found.pk, found.account_id, sights[found.account_id].currency, found.booked_on)


def transaction_to_see(person: User, key: UUID) -> Transaction:
    found = _in_or_out_of_bin(Transaction.objects.visible_to(person), binned=False).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _in_or_out_of_bin(entries: TransactionQuerySet, binned: bool) -> TransactionQuerySet:
    chosen = entries.binned() if binned else entries.live()
    return chosen.select_related("account")

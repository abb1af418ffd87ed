"""What the endpoints of positions share: finding what the person may see or change."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView
from ledger.core.models import MoneyAccount
from ledger.holdings.models import Position, PositionQuerySet
from ledger.holdings.shapes import position_shape

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
FILTERS = ("money_account", "kind", "currency", "open")


class PositionBase(LedgerView):
    def position(self, key: UUID) -> Position:
        """404 for what the person does not see."""
        found = Position.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def position_to_change(self, key: UUID) -> Position:
        """404 for what they do not see, 403 for what they see and no more."""
        found = self.position(key)
        if not MoneyAccount.objects.owned_by(self.person).filter(pk=found.account_id).exists():
            raise PermissionDenied
        return found

    def shape_of(self, record: object) -> dict[str, Any]:
        return position_shape(record) if isinstance(record, Position) else super().shape_of(record)

    def chosen(self, parameters: Parameters) -> PositionQuerySet:
        """Those the filters name; the caller raises what is wrong with them."""
        accounts = parameters.ids("money_account")
        kinds = parameters.choices("kind", Position.Kind.values)
        currency, is_open = parameters.text("currency", longest=3), parameters.flag("open")
        if currency is not None and not _CURRENCY.fullmatch(currency):
            parameters.refuse("currency", _("A currency has three capitals."), "unknown_currency")
        found = Position.objects.visible_to(self.person)
        if accounts:
            found = found.filter(account__in=accounts)
        if kinds:
            found = found.filter(kind__in=kinds)
        if currency:
            found = found.filter(currency=currency)
        return found if is_open is None else found.filter(closed_on__isnull=is_open)

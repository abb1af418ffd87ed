"""`transfers/`, `transactions/bulk/` and refunds: what touches several transactions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist, invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.audit import record
from config.kernel.money import ZERO, money_text
from ledger.core import services
from ledger.core.api.base import (
    LedgerView,
    account_in_body,
    category_in_body,
    transaction_to_change,
    transaction_to_see,
)
from ledger.core.api.bodies import BulkBody, RefundBody, TransferBody
from ledger.core.api.docs import transactions as docs
from ledger.core.api.shapes import transfer_shape
from ledger.core.models import Transaction, Transfer
from ledger.core.services.bulk import BulkChange
from ledger.core.services.together import owned_accounts

CHANGES = ("category", "payee", "notes", "delete", "restore")


class TransfersView(LedgerView):
    @docs.TRANSFER_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(TransferBody)
        pair = services.record_transfer(
            from_account=account_in_body(self.person, body["from_account"], "from_account"),
            to_account=account_in_body(self.person, body["to_account"], "to_account"),
            recorded_by=self.person,
            amount=body["amount"],
            booked_on=body.get("booked_on") or self.person.today,
            to_amount=body["to_amount"],
            notes=body["notes"],
        )
        return Response(transfer_shape(pair, self.sights), status=201)


class TransferView(LedgerView):
    @docs.TRANSFER_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(transfer_shape(self._found(key), self.sights))

    @docs.TRANSFER_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        """By whoever owns the account of one half."""
        pair = self._found(key)
        if not owned_accounts(self.person, [pair.outgoing, pair.incoming]):
            raise PermissionDenied
        services.unpair_transfer(pair=pair)
        return Response(status=204)

    def _found(self, key: UUID) -> Transfer:
        """Seen by whoever sees both halves."""
        seen = Transaction.objects.visible_to(self.person).live()
        pair = (
            Transfer.objects.select_related("outgoing__account", "incoming__account")
            .filter(pk=key, outgoing__in=seen, incoming__in=seen)
            .first()
        )
        if pair is None:
            raise Http404
        return pair


class RefundView(LedgerView):
    @docs.REFUND_GET
    def get(self, request: Request, key: UUID) -> Response:
        """Only what of it the person sees in full."""
        return Response(self._shape(transaction_to_see(self.person, key)))

    @docs.REFUND_PUT
    def put(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key)
        body = self.read(RefundBody)
        purchase = Transaction.objects.visible_to(self.person).live().filter(pk=body["purchase"]).first()
        if purchase is None:
            raise does_not_exist("purchase")
        services.link_refund(refund=entry, purchase=purchase, linked_by=self.person)
        return Response(self._shape(transaction_to_see(self.person, key)))

    @docs.REFUND_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.unlink_refund(refund=transaction_to_change(self.person, key))
        return Response(status=204)

    def _shape(self, entry: Transaction) -> dict[str, Any]:
        seen = Transaction.objects.visible_to(self.person).live()
        refunds = seen.filter(refund_of=entry).order_by("booked_on", "id")
        return {
            "purchase": seen.filter(refunds=entry).values_list("pk", flat=True).first(),
            "refunds": list(refunds.values_list("pk", flat=True)),
            "given_back": money_text(sum((each.amount for each in refunds), ZERO), entry.account.currency),
            "currency": entry.account.currency,
        }


class BulkView(LedgerView):
    @docs.BULK
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(BulkBody)
        change = self._change(body)
        wanted = list(dict.fromkeys(body["ids"]))
        visible = Transaction.objects.visible_to(self.person).filter(pk__in=wanted)
        visible = visible.binned() if change.restore else visible.live()
        entries = list(visible.owned_by(self.person))
        report = services.change_many(entries=entries, changed_by=self.person, change=change)
        if change.delete and report.changed:
            record("transactions_deleted", person=self.person, request=request._request, count=len(report.changed))
        refused = [{"id": key, "code": code} for key, code in report.refused]
        missing = set(wanted) - {entry.pk for entry in entries}
        only_seen = set(visible.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
        refused += [
            {"id": key, "code": "permission_denied" if key in only_seen else "does_not_exist"}
            for key in wanted
            if key in missing
        ]
        return Response({"changed": report.changed, "refused": refused})

    def _change(self, body: dict[str, Any]) -> BulkChange:
        given = [name for name in CHANGES if name in body and body[name] is not False]
        if len(given) != 1:
            raise invalid(
                "non_field_errors",
                _("Send exactly one of: %(changes)s.") % {"changes": ", ".join(CHANGES)},
                "one_change",
            )
        if given == ["category"]:
            return BulkChange(set_category=True, category=category_in_body(self.person, body["category"]))
        return BulkChange(**{given[0]: body[given[0]]})

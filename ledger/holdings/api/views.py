"""`positions/`: what is held, what happened to it, what it is worth."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core.api.base import account_in_body
from ledger.core.models import Transaction
from ledger.holdings import services
from ledger.holdings.api import bodies, docs
from ledger.holdings.api.base import FILTERS, PositionBase
from ledger.holdings.models import PositionMove, PositionValue
from ledger.holdings.shapes import move_shape, position_shape, value_shape


class PositionsView(PositionBase):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others((*FILTERS, "ordering", "limit", "skip"))
        window = read_window(parameters)
        ordering = parameters.choice("ordering", docs.ORDERINGS) or "name"
        found = self.chosen(parameters)
        parameters.raise_refusals()
        rows = found.order_by(ordering, "pk")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [position_shape(each) for each in rows], count=found.count()))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        values = self.read(bodies.NewPositionBody)
        account = account_in_body(self.person, values.pop("money_account"), "money_account")
        made = services.create_position(account=account, person=self.person, **values)
        return answer(position_shape(made), 201)


class PositionView(PositionBase):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(position_shape(self.position(key)))

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        position = self.position_to_change(key)
        changes = self.read(bodies.ChangedPositionBody, partial=True)
        version = expected_version(request, changes)
        changes.pop("version", None)
        changed = services.update_position(position=position, person=self.person, version=version, **changes)
        return answer(position_shape(changed))

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        position, version = self.position_to_change(key), expected_version(request)
        services.delete_position(position=position, person=self.person, version=version)
        return Response(status=204)


class ClosingView(PositionBase):
    @docs.CLOSE
    def put(self, request: Request, key: UUID) -> Response:
        position, body = self.position_to_change(key), self.read(bodies.ClosingBody)
        version = expected_version(request)
        closed = services.close_position(position=position, person=self.person, version=version, **body)
        return answer(position_shape(closed))

    @docs.REOPEN
    def delete(self, request: Request, key: UUID) -> Response:
        position, version = self.position_to_change(key), expected_version(request)
        return answer(position_shape(services.reopen_position(position=position, person=self.person, version=version)))


class MovesView(PositionBase):
    without_headers = ("If-Match",)

    @docs.MOVES
    def get(self, request: Request, key: UUID) -> Response:
        """Four queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("kind", "limit", "skip"))
        window = read_window(parameters)
        kinds = parameters.choices("kind", PositionMove.Kind.values)
        parameters.raise_refusals()
        position = self.position(key)
        found = PositionMove.objects.filter(position=position)
        if kinds:
            found = found.filter(kind__in=kinds)
        rows = list(found.order_by("-on", "-id")[window.skip : window.skip + window.limit])
        return Response(page_of(request, window, self.shapes(rows, position.currency), count=found.count()))

    @docs.MOVE_CREATE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        position, body = self.position_to_change(key), self.read(bodies.PositionMoveBody)
        entry_id = body.pop("transaction", None)
        if entry_id is not None:
            body["transaction"] = self._entry(entry_id)
        made = services.record_move(position=position, person=self.person, **body)
        shown = self.shapes([made], position.currency)[0]
        return answer({"move": shown, "position": position_shape(self.position(key))}, 201)

    def shapes(self, moves: list[PositionMove], currency: str) -> list[dict[str, Any]]:
        """One query where one of them is a line of the ledger."""
        named = [each.transaction_id for each in moves if each.transaction_id]
        seen = Transaction.objects.visible_to(self.person).live().filter(pk__in=named) if named else None
        entries = set(seen.values_list("pk", flat=True)) if seen is not None else set()
        return [move_shape(each, currency, entries) for each in moves]

    def _entry(self, key: UUID) -> Transaction:
        found = Transaction.objects.visible_to(self.person).live().filter(pk=key).first()
        if found is None:
            raise does_not_exist("transaction")
        return found


class MoveView(PositionBase):
    without_headers = ("If-Match",)

    @docs.MOVE_DELETE
    def delete(self, request: Request, key: UUID, move: UUID) -> Response:
        position = self.position_to_change(key)
        found = PositionMove.objects.select_related("position").filter(position=position, pk=move).first()
        if found is None:
            raise Http404
        services.delete_move(move=found, person=self.person)
        return Response(status=204)


class ValuesView(PositionBase):
    without_headers = ("If-Match",)

    @docs.VALUES
    def get(self, request: Request, key: UUID) -> Response:
        """Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("after", "limit", "skip"))
        window = read_window(parameters)
        after = parameters.day("after")
        parameters.raise_refusals()
        position = self.position(key)
        found = PositionValue.objects.filter(position=position)
        if after is not None:
            found = found.filter(on__gte=after)
        rows = found.order_by("-on")[window.skip : window.skip + window.limit]
        shown = [value_shape(each, position.currency) for each in rows]
        return Response(page_of(request, window, shown, count=found.count()))

    @docs.VALUE_SET
    def put(self, request: Request, key: UUID) -> Response:
        position, body = self.position_to_change(key), self.read(bodies.ValueBody)
        return answer(position_shape(services.set_value(position=position, person=self.person, **body)))

    @docs.VALUE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("on",))
        on = parameters.day("on")
        parameters.raise_refusals()
        position = self.position_to_change(key)
        if on is None:
            raise does_not_exist("on")
        return answer(position_shape(services.delete_value(position=position, person=self.person, on=on)))

"""`messages/`: what the two write to each other."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from chat import presence, services
from chat.api import docs
from chat.api.answers import MessageBody, PresenceBody
from chat.errors import NOT_YOURS, about_unknown
from chat.models import Message
from chat.shapes import message_shape, surroundings
from chat.unread import unread_count
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.core.errors import FieldError
from ledger.core.models import Transaction
from partnerships.approvals.models import Approval
from partnerships.core.api.base import PartnershipView
from partnerships.expenses.models import SharedExpense

FILTERS = {
    "partnership": "partnership",
    "transaction": "transaction",
    "shared_expense": "expense",
    "approval": "approval",
    "after": "pk__gt",
    "before": "pk__lt",
    "cursor": "pk__lt",
}
Thing = TypeVar("Thing", bound=Model)
PARAMETERS = (*FILTERS, "limit", "skip")


class MessagesView(PartnershipView):
    @docs.MESSAGE_LIST
    def get(self, request: Request) -> Response:
        """Seven queries, one more for `after` and `before`."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        asked = {name: parameters.ids(name) for name in FILTERS}
        found: QuerySet[Message] = Message.objects.visible_to(self.person)
        for name in ("after", "before"):
            if asked[name] and not found.filter(pk=asked[name][0]).exists():
                parameters.refuse(name, _("There is no such message."), "does_not_exist")
        parameters.raise_refusals()
        for name, keys in asked.items():
            if keys and name != "cursor":
                found = found.filter(**{FILTERS[name]: keys[0]})
        if asked["transaction"]:
            found = self._if_seen(found, asked["transaction"][0])
        after = found.filter(pk__lt=asked["cursor"][0]) if asked["cursor"] else found
        ordered = after.select_related("expense", "approval").order_by("-pk")
        messages = list(ordered[window.skip : window.skip + window.limit + 1])
        shown = messages[: window.limit]
        around = surroundings(shown, self.person)
        page = page_of(
            request,
            window,
            [message_shape(each, around) for each in shown],
            count=found.count(),
            next_cursor=str(shown[-1].pk) if shown else None,
            has_next=len(messages) > window.limit,
        )
        return Response({**page, "unread": unread_count(self.person)})

    def _if_seen(self, found: QuerySet[Message], key: UUID) -> QuerySet[Message]:
        """Which messages are about an entry is told only to who sees it."""
        seen = Transaction.objects.visible_to(self.person).live().filter(pk=key).exists()
        return found if seen else found.none()

    @docs.MESSAGE_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(MessageBody)
        message = services.write_message(
            standing=self.standing(),
            text=body["text"],
            transaction=self._about(Transaction.objects.visible_to(self.person).live(), "transaction", body),
            expense=self._about(SharedExpense.objects.visible_to(self.person), "shared_expense", body),
            approval=self._about(Approval.objects.visible_to(self.person), "approval", body),
            client_id=body["client_id"],
        )
        return Response(message_shape(message, surroundings([message], self.person)), status=201)

    def _about(self, visible: QuerySet[Thing], name: str, body: dict[str, Any]) -> Thing | None:
        """What the body names under `name`, which only what the person sees can be."""
        if body[name] is None:
            return None
        found = visible.filter(pk=body[name]).first()
        if found is None:
            raise about_unknown(name)
        return found


class _OneMessage(PartnershipView):
    def message(self, key: UUID) -> Message:
        found = Message.objects.visible_to(self.person).select_related("expense", "approval").filter(pk=key).first()
        if found is None:
            raise Http404
        return found


class MessageView(_OneMessage):
    @docs.MESSAGE_GET
    def get(self, request: Request, key: UUID) -> Response:
        message = self.message(key)
        return Response(message_shape(message, surroundings([message], self.person)))


class ReadView(_OneMessage):
    @docs.MESSAGE_READ
    def post(self, request: Request, key: UUID) -> Response:
        message = self.message(key)
        try:
            read = services.mark_read(standing=self.standing_in(message.partnership_id), up_to=message)
        except FieldError as refused:
            if refused.stable_code == NOT_YOURS:
                raise PermissionDenied(_("You wrote this yourself."), NOT_YOURS) from refused
            raise
        return Response({"message_id": str(message.pk), "read": read, "unread": unread_count(self.person)})


class PresenceView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.PRESENCE_GET
    def get(self, request: Request) -> Response:
        return Response({"is_shown": presence.is_shown(self.person)})

    @docs.PRESENCE_PUT
    def put(self, request: Request) -> Response:
        shown: bool = self.read(PresenceBody)["is_shown"]
        presence.show(self.person, shown)
        return Response({"is_shown": shown})

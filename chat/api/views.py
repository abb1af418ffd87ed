"""`messages/`: what the two write to each other."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from chat import services
from chat.api import docs
from chat.api.answers import MessageBody
from chat.errors import NOT_YOURS, about_unknown
from chat.models import Message
from chat.shapes import message_shape, surroundings
from chat.unread import unread_count
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.core.errors import FieldError
from ledger.core.models import Transaction
from partnerships.core.api.base import PartnershipView
from partnerships.expenses.models import SharedExpense

FILTERS = {
    "partnership": "partnership",
    "transaction": "transaction",
    "shared_expense": "expense",
    "after": "pk__gt",
    "before": "pk__lt",
    "cursor": "pk__lt",
}
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
        ordered = after.select_related("expense").order_by("-pk")
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
            transaction=self._transaction(body["transaction"]),
            expense=self._expense(body["shared_expense"]),
            client_id=body["client_id"],
        )
        return Response(message_shape(message, surroundings([message], self.person)), status=201)

    def _transaction(self, key: UUID | None) -> Transaction | None:
        if key is None:
            return None
        found = Transaction.objects.visible_to(self.person).live().filter(pk=key).first()
        if found is None:
            raise about_unknown("transaction")
        return found

    def _expense(self, key: UUID | None) -> SharedExpense | None:
        if key is None:
            return None
        found = SharedExpense.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise about_unknown("shared_expense")
        return found


class _OneMessage(PartnershipView):
    def message(self, key: UUID) -> Message:
        found = Message.objects.visible_to(self.person).select_related("expense").filter(pk=key).first()
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

"""`chat/messages/`, `chat/stream/`, `chat/actions/` and `chat/conversations/`: asking, and what was asked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from chat.assistant import actions, conversing
from chat.assistant.api import docs
from chat.assistant.api.answers import QuestionBody
from chat.assistant.asking import answer_question
from chat.assistant.errors import Decided
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation
from chat.assistant.shapes import action_shape, conversation_shape, message_shape, messages_shape
from chat.assistant.streaming import stream_of
from config.kernel.api.errors import Conflict, does_not_exist
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView


class AssistantView(LedgerView):
    """No API key comes in: what people ask is theirs alone."""

    key_area = ""

    def begin(self) -> conversing.Begun:
        body = self.read(QuestionBody)
        try:
            return conversing.begin_question(
                person=self.person,
                text=body["message"],
                conversation=body["conversation"],
                client_id=body["client_id"],
            )
        except Http404:
            raise does_not_exist("conversation") from None


class AssistantMessagesView(AssistantView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("conversation", "limit", "skip"))
        window = read_window(parameters)
        talks = parameters.ids("conversation")
        parameters.raise_refusals()
        found = AssistantMessage.objects.visible_to(self.person)
        if talks:
            found = found.filter(conversation__in=talks)
        rows = found.order_by("-pk").prefetch_related("actions")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, messages_shape(rows), count=found.count()))

    @docs.ASK
    def post(self, request: Request) -> Response:
        return Response(message_shape(answer_question(self.person, self.begin())))

    @docs.FORGET_ALL
    def delete(self, request: Request) -> Response:
        conversing.forget_all(person=self.person)
        return Response(status=204)


class AssistantStreamView(AssistantView):
    heavy = ("POST",)

    @docs.STREAM
    def post(self, request: Request) -> StreamingHttpResponse:
        return stream_of(self.person, self.begin())


class AssistantActionView(AssistantView):
    def action(self, key: UUID) -> AssistantAction:
        found = AssistantAction.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    @docs.CONFIRM
    def post(self, request: Request, key: UUID) -> Response:
        try:
            done = actions.confirm_action(action=self.action(key), person=self.person)
        except Decided as decided:
            raise Conflict(str(decided), decided.code) from decided
        return Response(action_shape(done))

    @docs.DISMISS
    def delete(self, request: Request, key: UUID) -> Response:
        action = self.action(key)
        try:
            if action.status == AssistantAction.Status.DONE:
                actions.undo_action(action=action, person=self.person)
            else:
                actions.dismiss_action(action=action)
        except Decided as decided:
            raise Conflict(str(decided), decided.code) from decided
        return Response(status=204)


class ConversationsView(AssistantView):
    @docs.CONVERSATIONS
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        found = Conversation.objects.visible_to(self.person)
        rows = found.order_by("-last_at")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [conversation_shape(each) for each in rows], count=found.count()))


class ConversationView(AssistantView):
    @docs.FORGET
    def delete(self, request: Request, key: UUID) -> Response:
        conversing.forget_conversation(person=self.person, key=key)
        return Response(status=204)

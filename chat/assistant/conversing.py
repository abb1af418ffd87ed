"""Questions and answers as they are kept: begun, answered, listed, forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.assistant.actions import keep_proposals
from chat.assistant.local.engine import Answered
from chat.assistant.model.checking import without_addresses
from chat.assistant.models import LONGEST_ANSWER, LONGEST_QUESTION, AssistantMessage, Conversation
from chat.assistant.tools.outcomes import Proposal
from config.kernel.ids import new_id
from ledger.core.errors import FieldError

TITLE_LENGTH = 80
EARLIER_QUESTIONS = 3
MOST_SUGGESTIONS = 3
MOST_PROPOSALS = 3
Role, Source = AssistantMessage.Role, AssistantMessage.Source
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# Where a question keeps the id of its answer.
_ANSWERED_BY = "answer"


@dataclass(frozen=True, slots=True)
class Begun:
    """A question that is kept. `before` is what the one before it was understood as, `earlier` the last ones' words.

    `answer` is there where the same question was sent and answered before.
    """

    question: AssistantMessage
    before: Mapping[str, Any] = field(default_factory=dict)
    earlier: Sequence[str] = ()
    answer: AssistantMessage | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """What is kept of an answer, whoever worded it."""

    text: str
    intent: str
    understood: Mapping[str, Any]
    data: Sequence[Mapping[str, Any]]
    links: Sequence[Mapping[str, str]]
    suggestions: Sequence[str]
    proposals: Sequence[Proposal]
    source: str = Source.LOCAL.value
    reason: str = ""
    record: UUID | None = None


def worded_locally(answered: Answered, reason: str = "") -> Worded:
    found = answered.outcome
    return Worded(
        without_addresses(found.text),
        answered.intent,
        answered.understood,
        found.data,
        found.links,
        found.suggestions,
        found.proposals,
        reason=reason,
    )


@transaction.atomic
def begin_question(
    *, person: User, text: str, conversation: UUID | None = None, client_id: UUID | None = None
) -> Begun:
    """Keep a question, in a conversation of the person's or a new one. Six queries at most.

    Raises: FieldError (`blank`, `max_length`), Http404 for a conversation that is not theirs.
    """
    text = _CONTROL.sub(" ", text).strip()
    if not text:
        raise FieldError("message", _("Ask something."), "blank")
    if len(text) > LONGEST_QUESTION:
        raise FieldError("message", _("At most %(most)s characters."), "max_length", {"most": LONGEST_QUESTION})
    if client_id is not None and (known := _sent_before(person, client_id)) is not None:
        return known
    try:
        with transaction.atomic():
            return _begun(person, text, conversation, client_id)
    except IntegrityError:
        known = _sent_before(person, client_id) if client_id is not None else None
        if known is None:
            raise
        return known


def _begun(person: User, text: str, conversation: UUID | None, client_id: UUID | None) -> Begun:
    """Raises IntegrityError where the same was sent at the same moment: one row per person and `client_id`."""
    now = timezone.now()
    talk = None
    if conversation is not None:
        talk = Conversation.objects.visible_to(person).filter(pk=conversation).first()
        if talk is None:
            raise Http404
        Conversation.objects.filter(pk=talk.pk).update(last_at=now)
    before: Mapping[str, Any] = {}
    earlier: list[str] = []
    if talk is not None:
        before, earlier = _what_was_before(talk)
    else:
        title = Truncator(text).chars(TITLE_LENGTH)
        talk = Conversation.objects.create(person=person, title=title, last_at=now)
    question = AssistantMessage.objects.create(
        person=person, conversation=talk, role=Role.USER, content=text, client_id=client_id
    )
    return Begun(question, before, earlier)


@transaction.atomic
def keep_answer(*, question: AssistantMessage, worded: Worded) -> AssistantMessage:
    """Its actions are open from now on. Three queries.

    A question has one answer: where it was answered meanwhile, that one is given back and nothing is kept of this one.
    Raises Http404 where the question was forgotten meanwhile.
    """
    key = new_id()
    unanswered = AssistantMessage.objects.filter(pk=question.pk, intent="")
    if not unanswered.update(intent=worded.intent, understood={_ANSWERED_BY: str(key)}):
        answered = AssistantMessage.objects.filter(pk=question.pk).first()
        first = _answer_of(answered) if answered else None
        if first is None:
            raise Http404
        return first
    answer = AssistantMessage.objects.create(
        pk=key,
        person_id=question.person_id,
        conversation_id=question.conversation_id,
        role=Role.ASSISTANT,
        content=worded.text[:LONGEST_ANSWER],
        intent=worded.intent,
        understood=dict(worded.understood),
        data=list(worded.data),
        links=list(worded.links),
        suggestions=[str(each) for each in worded.suggestions][:MOST_SUGGESTIONS],
        source=worded.source,
        reason=worded.reason,
        record=worded.record,
    )
    keep_proposals(answer, list(worded.proposals)[:MOST_PROPOSALS])
    return answer


def forget_conversation(*, person: User, key: UUID) -> None:
    """With all that was said in it; what an action has done stays done. Raises Http404."""
    _gone, by_model = Conversation.objects.visible_to(person).filter(pk=key).delete()
    if not by_model:
        raise Http404


def forget_all(*, person: User) -> int:
    """How many conversations there were."""
    _gone, by_model = Conversation.objects.visible_to(person).delete()
    return by_model.get("chat.Conversation", 0)


def _sent_before(person: User, client_id: UUID) -> Begun | None:
    question = AssistantMessage.objects.visible_to(person).filter(role=Role.USER, client_id=client_id).first()
    if question is None:
        return None
    return Begun(question, answer=_answer_of(question))


def _answer_of(question: AssistantMessage) -> AssistantMessage | None:
    key = question.understood.get(_ANSWERED_BY)
    return AssistantMessage.objects.filter(pk=key).first() if key else None


def _what_was_before(talk: Conversation) -> tuple[Mapping[str, Any], list[str]]:
    """What the last answer that was understood was understood as, and the last questions in order. One query."""
    rows = AssistantMessage.objects.filter(conversation=talk).order_by("-pk")[: 2 * EARLIER_QUESTIONS]
    last = list(rows.values_list("role", "content", "understood"))
    answered = [understood for role, _text, understood in last if role == Role.ASSISTANT and understood]
    return answered[0] if answered else {}, [text for role, text, _understood in last if role == Role.USER][::-1]

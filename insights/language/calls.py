"""The record of each call: opened with what will be sent and the most it can cost, closed with what came of it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.kernel.ids import new_id
from insights.language import consent, limits, spending
from insights.language.configuration import Configured, configured
from insights.language.contract import Reason, Request, TextPart, ToolCall, Unavailable
from insights.language.models import LanguageCall
from insights.language.providers.base import Body, Tokens
from insights.language.resting import rest_of

# What a provider may put around a request: its own words on tools.
AROUND_TOKENS = 1000


@dataclass(slots=True)
class Call:
    """One call while it runs."""

    id: UUID
    person_id: UUID
    setup: Configured
    month: date
    most: int
    sent_bytes: int
    began: float
    text: list[str] = field(default_factory=list)
    calls: list[ToolCall] = field(default_factory=list)
    tokens: Tokens | None = None
    first_token_ms: int | None = None

    def take(self, part: TextPart | ToolCall) -> None:
        if self.first_token_ms is None:
            self.first_token_ms = int((time.monotonic() - self.began) * 1000)
        if isinstance(part, TextPart):
            self.text.append(part.text)
        else:
            self.calls.append(part)

    def received(self) -> str:
        if not self.text and not self.calls:
            return ""
        calls = [{"name": each.name, "arguments": dict(each.arguments)} for each in self.calls]
        return json.dumps({"text": "".join(self.text), "calls": calls}, ensure_ascii=False)


def check(request: Request) -> Configured:
    """The model that may be asked. Two queries; nothing is counted.

    Raises:
        Unavailable: none is configured, the person did not allow it, or it is left alone after a failure.
    """
    setup = configured()
    if setup is None:
        raise Unavailable(Reason.NOT_CONFIGURED)
    if consent.needed_for(request.purpose) not in consent.consents_of(request.person, setup):
        raise Unavailable(Reason.NO_CONSENT)
    rest = rest_of(setup)
    if rest.is_on:
        raise Unavailable(rest.reason)
    return setup


def count_question(request: Request, *, of_job: bool) -> None:
    """Answers of tools to the same question do not count anew. Raises Unavailable where it is one too many."""
    if not (request.turns and request.turns[-1].results):
        limits.count_call(request.person, of_job=of_job)


def open_call(request: Request, setup: Configured, body: Body) -> Call:
    """Write down what is about to be sent, and set aside what it may cost.

    Raises:
        Unavailable: a ceiling is reached.
    """
    sent = json.dumps(body, ensure_ascii=False)
    sent_bytes = len(sent.encode())
    # A token is a byte at least, so that this is the most it can come to.
    most = setup.prices.cost(sent_bytes + AROUND_TOKENS, request.most_tokens)
    with transaction.atomic():
        month = spending.set_aside(person=request.person, setup=setup, most=most)
        row = LanguageCall.objects.create(
            id=new_id(),
            person=request.person,
            purpose=request.purpose,
            provider=setup.provider,
            recipient=setup.recipient,
            model=setup.model,
            sent=sent,
            cost=most,
        )
    return Call(row.pk, request.person.pk, setup, month, most, sent_bytes, time.monotonic())


@transaction.atomic
def close_call(call: Call, *, status: str, reason: Reason | None = None, is_free: bool = False) -> None:
    """Write down what came of it. `is_free`: it failed before the provider began.

    Where the provider did not say what it counted, the most it can have been stays counted.
    """
    cost = 0 if is_free else _cost(call)
    spending.give_back(person_id=call.person_id, month=call.month, unused=call.most - cost)
    # Not save(): whoever deleted their calls meanwhile does not get this one back.
    LanguageCall.objects.filter(pk=call.id).update(
        received=call.received(),
        sent_tokens=call.tokens.sent if call.tokens else None,
        received_tokens=call.tokens.received if call.tokens else None,
        cost=cost,
        status=status,
        reason=reason or "",
        first_token_ms=call.first_token_ms,
        ended_at=timezone.now(),
    )


def _cost(call: Call) -> int:
    if call.tokens is not None:
        return call.setup.prices.cost(call.tokens.sent, call.tokens.received)
    return min(call.most, call.setup.prices.cost(call.sent_bytes + AROUND_TOKENS, len(call.received().encode())))

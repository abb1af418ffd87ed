"""The same question sent by many at once is one, with one answer and one proposal."""

from __future__ import annotations

from uuid import UUID

import pytest

from accounts.models import User
from chat.assistant.asking import answer_question
from chat.assistant.conversing import begin_question
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation
from ledger.core.services import create_money_account
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_client_id_is_asked_and_answered_once(ana: User) -> None:
    need_many_connections()
    create_money_account(owner=ana, currency="EUR", name="Everyday")
    key = UUID("01930000-0000-7000-8000-0000000000c9")

    def ask() -> AssistantMessage:
        return answer_question(ana, begin_question(person=ana, text="coffee 4.85 at Starbucks", client_id=key))

    results = all_at_once([ask] * 8)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert len({each.pk for each in results}) == 1
    counts = [kind.objects.count() for kind in (Conversation, AssistantMessage, AssistantAction)]
    assert counts == [1, 2, 1]

"""The product's own messages: one for each cause, in the reader's language, silent once it has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from chat.happenings import SAY, write_down
from chat.models import Message
from chat.services import write_message
from chat.shapes import message_shape, surroundings
from chat.tests.conftest import Both
from chat.unread import unread_count
from config.kernel import jobs, live
from config.kernel.models import Job
from partnerships.agreements.services import ask_for_threshold
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, pause_partnership, resume_partnership
from partnerships.statements.models import Settlement

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


def texts(reader: User) -> list[str]:
    found = list(Message.objects.visible_to(reader).order_by("pk"))
    around = surroundings(found, reader)
    return [message_shape(each, around)["text"] for each in found]


def work() -> None:
    """What a worker does with what waits."""
    for job in Job.objects.filter(kind=SAY, status=Job.Status.QUEUED).order_by("pk"):
        jobs.run(job.pk)


def test_a_question_and_its_answer_are_told_once(both: Both, django_capture_on_commit_callbacks: Capture) -> None:
    ana, ben = both
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_for_threshold(standing=ben, threshold=Decimal(50))
    with django_capture_on_commit_callbacks(execute=True):
        approve(approval=asked, by=ana)
    work()
    for job in Job.objects.filter(kind=SAY):
        write_down(job.payload)
    assert texts(ana.person) == ["Ben asks: Ask each other above", "Ana approved: Ask each other above"]
    assert unread_count(ana.person) == unread_count(ben.person) == 0
    ana.person.name = "Anna"
    ana.person.save(update_fields=["name"])
    assert texts(ben.person)[1] == "Anna approved: Ask each other above"


def test_each_pause_is_told_and_the_end_without_a_frame(
    both: Both, django_capture_on_commit_callbacks: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = both
    for change in (pause_partnership, resume_partnership, pause_partnership):
        with django_capture_on_commit_callbacks(execute=True):
            change(standing=ana)
    work()
    with django_capture_on_commit_callbacks(execute=True):
        end_partnership(standing=ben)
    sent: list[Any] = []
    monkeypatch.setattr(live, "_send", lambda person, envelopes: sent.append(envelopes))
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert texts(ben.person) == [
        "Ana paused your partnership.",
        "Ana let your partnership go on.",
        "Ana paused your partnership.",
        "Ben ended your partnership.",
    ]
    assert sent == []


def test_a_settlement_says_who_paid_what(both: Both) -> None:
    ana, _ben = both
    made = Settlement.objects.create(
        partnership=ana.partnership, number=1, payer=1, amount=Decimal("61.35"), settled_on=date(2026, 11, 1)
    )
    payload = {"partnership": str(ana.partnership.pk), "event": "settlement:made", "cause": "s1", "by": None}
    write_down({**payload, "settlement": str(made.pk)})
    with translation.override("en-gb"):
        assert texts(ana.person) == ["Ben paid Ana €61.35 to get even."]


def test_what_people_write_cannot_pass_for_the_product(both: Both) -> None:
    message = write_message(standing=both[0], text="%(who)s ended your partnership.")
    assert (message.kind, texts(both[1].person)) == ("text", ["%(who)s ended your partnership."])

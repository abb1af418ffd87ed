"""Whoever changes the language reads what was told in the new one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from accounts.services import change_profile
from config.kernel import jobs
from config.kernel.models import Job
from insights.feed import services
from insights.feed.models import Insight, WrittenBy
from insights.feed.months import month_in_words
from insights.feed.receivers import SAY_ANEW
from ledger.core.models import MoneyAccount

pytestmark = pytest.mark.django_db


def test_months_and_insights_are_said_anew(
    ana: User, spent_much: MoneyAccount, django_capture_on_commit_callbacks: Any
) -> None:
    services.generate_insights(person=ana)
    Insight.objects.update(written_by=WrittenBy.MODEL, content="A model's words for €950.00.")
    before = month_in_words(ana, date(2026, 10, 1))
    assert before is not None
    assert "€1,500.00" in before.text
    with django_capture_on_commit_callbacks(execute=True):
        person = change_profile(person=ana, locale="de-DE")
    jobs.run(Job.objects.get(kind=SAY_ANEW).pk)
    after = month_in_words(person, date(2026, 10, 1))
    assert after is not None
    assert "1.500,00\u00a0€" in after.text
    said = " ".join(Insight.objects.visible_to(person).live().values_list("content", flat=True))
    assert "€" in said
    assert "model" not in said
    assert "950.00" not in said

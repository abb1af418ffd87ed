"""The reason in a model's words: where it is allowed, and its figures hold."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.notifications.preferences import change_settings
from config.kernel import jobs
from config.kernel.models import Job
from insights.advice.models import Advice
from insights.advice.services import WORD
from insights.advice.summing_up import reason_of, source_of
from insights.advice.tests.conftest import Asks
from insights.advice.wording import told_of
from insights.conftest import Speaks
from insights.language.models import LanguageCall
from ledger.core.models import MoneyAccount
from ledger.core.system_categories import system_category_id
from tests.language_server import LanguageServer, fails, language_server, says

__all__ = ["language_server"]


def answered(asks: Asks) -> Advice:
    found = asks("Lamp", "60")
    for job in Job.objects.filter(kind=WORD):
        jobs.run(job.pk)
    found.refresh_from_db()
    return found


def test_a_model_says_why_and_decides_nothing(
    ana: User, lived: MoneyAccount, asks: Asks, language_server: LanguageServer, speaks: Speaks
) -> None:
    language_server.allow(ana)
    language_server.plays(says("A lamp for 60 is\n fine: everything stays as you planned."))
    found = answered(asks)
    assert reason_of(found) == "A lamp for 60 is fine: everything stays as you planned."
    body = speaks(ana).get(f"/api/v1/advice/{found.pk}/").json()
    assert (body["source"], body["decision"], body["reason"]) == ("model", "buy", reason_of(found))
    assert LanguageCall.objects.get().purpose == "advice"
    with translation.override("de"):
        assert source_of(found) == "local"


@pytest.mark.parametrize("said", ["It leaves €123,456.00.", "", "word " * 200])
def test_words_that_do_not_hold_are_thrown_away(
    said: str, ana: User, lived: MoneyAccount, asks: Asks, language_server: LanguageServer
) -> None:
    language_server.allow(ana)
    language_server.plays(says(said))
    found = answered(asks)
    assert source_of(found) == "local"
    assert reason_of(found)


def test_without_consent_no_job_is_written_and_a_failing_model_leaves_the_local_words(
    ana: User, lived: MoneyAccount, asks: Asks, language_server: LanguageServer
) -> None:
    assert source_of(answered(asks)) == "local"
    assert not Job.objects.filter(kind=WORD).exists()
    language_server.allow(ana)
    language_server.plays(fails(status=400))
    assert source_of(answered(asks)) == "local"
    assert Job.objects.get(kind=WORD).status == Job.Status.DONE


def test_what_a_model_writes_is_escaped_and_named(
    ana: User, lived: MoneyAccount, asks: Asks, language_server: LanguageServer, signed_in: object
) -> None:
    language_server.allow(ana)
    language_server.plays(says("<script>alert()</script> It fits."))
    found = answered(asks)
    client: Client = signed_in(ana)  # type: ignore[operator]
    text = client.get(reverse("advice_answer", args=[found.pk])).content.decode()
    assert "&lt;script&gt;alert()" in text
    assert "In the words of a language model" in text


def test_the_balance_that_is_low_to_the_person_counts(ana: User, lived: MoneyAccount, asks: Asks) -> None:
    before = asks("Lamp", "60")
    change_settings(person=ana, low_balance=lived.balance + 5000)
    after = asks("Lamp", "60")
    states = [
        next(each["figures"]["state"] for each in found.answer["considerations"] if each["name"] == "balance")
        for found in (before, after)
    ]
    assert states == ["above", "below_cushion"]
    assert "below which a balance is low to you" in reason_of(after)


def test_a_category_is_named_in_the_language_the_answer_is_read_in(ana: User, lived: MoneyAccount, asks: Asks) -> None:
    with translation.override("de"):
        found = asks("Coat", "60", category_id=system_category_id("clothing"))
        assert "Kleidung & Schuhe" in _need_of(found)
    with translation.override("en-gb"):
        assert "Clothing & shoes" in _need_of(found)


def _need_of(found: Advice) -> str:
    return next(each.text for each in told_of(found.answer) if each.name == "need")

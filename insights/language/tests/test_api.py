"""`me/language/`: consent, spending and what was sent, for the person alone."""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.keys.services import create_key
from accounts.models import User
from insights.conftest import Speaks
from insights.language import talking
from insights.language.api.answers import LanguageAnswer, WholeLanguageCallAnswer
from insights.language.contract import Request, Turn
from insights.language.models import LanguageCall
from tests.language_server import LanguageServer

HERE, CALLS = "/api/v1/me/language/", "/api/v1/me/language/calls/"


def ask(person: User) -> LanguageCall:
    answer = talking.ask(Request(person, "assistant", "Be short.", (Turn("user", "How much is 3,200?"),)))
    return LanguageCall.objects.get(pk=answer.record)


def test_without_a_model(ana: User, speaks: Speaks) -> None:
    told = speaks(ana).get(HERE).json()
    assert (told["is_configured"], told["recipient"], told["why_not"]) == (False, "", "not_configured")
    refused = speaks(ana).put(HERE, {"answers": True, "payees": False})
    assert refused.status_code == 400
    assert [(each["attr"], each["code"]) for each in refused.json()["errors"]] == [
        ("answers", "language_not_configured")
    ]
    assert speaks(ana).put(HERE, {"answers": False, "payees": False}).status_code == 200


def test_consent_is_given_and_taken_back(language_server: LanguageServer, ana: User, speaks: Speaks) -> None:
    assert speaks(ana).get(HERE).json()["why_not"] == "no_consent"
    told = speaks(ana).put(HERE, {"answers": True, "payees": False}).json()
    assert told.keys() == LanguageAnswer().fields.keys()
    assert (told["answers"], told["payees"], told["why_not"]) == (True, False, None)
    assert told["spending"]["ceiling"] == "5.000000"
    told = speaks(ana).put(HERE, {"answers": False, "payees": True}).json()
    assert (told["answers"], told["payees"]) == (False, True)


def test_half_a_consent_is_refused(language_server: LanguageServer, ana: User, speaks: Speaks) -> None:
    for body in ({}, {"answers": True}, {"answers": True, "payees": True, "all": True}, {"answers": 7, "payees": True}):
        assert speaks(ana).put(HERE, body).status_code == 400


def test_what_was_sent_is_listed_read_and_deleted(
    language_server: LanguageServer, ana: User, ben: User, speaks: Speaks
) -> None:
    language_server.allow(ana)
    call = ask(ana)
    listed = speaks(ana).get(CALLS).json()
    assert listed["count"] == 1
    assert (listed["results"][0]["id"], listed["results"][0]["cost"]) == (str(call.pk), "0.000600")
    whole = speaks(ana).get(f"{CALLS}{call.pk}/").json()
    assert whole.keys() == WholeLanguageCallAnswer().fields.keys()
    assert whole["sent"] == language_server.requests[0]
    assert whole["received"] == {"text": "Hello.", "calls": []}
    assert speaks(ben).get(f"{CALLS}{call.pk}/").status_code == 404
    assert speaks(ben).get(CALLS).json()["count"] == 0
    assert speaks(ben).delete(CALLS).status_code == 204
    assert speaks(ana).get(CALLS).json()["count"] == 1
    assert speaks(ana).delete(CALLS).status_code == 204
    assert speaks(ana).get(CALLS).json()["count"] == 0


def test_lists_cost_the_same_whatever_was_sent(
    language_server: LanguageServer, ana: User, speaks: Speaks, django_assert_num_queries: Any
) -> None:
    language_server.allow(ana)
    for _ in range(3):
        ask(ana)
    client = speaks(ana)
    with django_assert_num_queries(2):
        client.get(CALLS)
    with django_assert_num_queries(5):
        client.get(HERE)


def test_no_key_opens_it(language_server: LanguageServer, ana: User, client: Any) -> None:
    _key, secret = create_key(person=ana, name="All", scopes=["ledger:read", "profile:read"], expires_at=None)
    answer = client.get(HERE, headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 403


def test_at_rest_neither_side_can_be_read(language_server: LanguageServer, ana: User) -> None:
    language_server.allow(ana)
    ask(ana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sent, received FROM insights_languagecall")
        sent, received = cursor.fetchone()
    assert "3,200" not in sent
    assert "Hello" not in received

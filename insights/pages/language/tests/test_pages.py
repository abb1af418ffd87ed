"""'Assistant' in the settings: switches, what it cost, and every word that was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.kernel.models import AuditEntry
from insights.language import talking
from insights.language.consent import consents_of
from insights.language.contract import Request, Tool, ToolCall, ToolResult, Turn
from insights.language.models import LanguageCall
from tests.language_server import LanguageServer, calls, says

SignedIn = Callable[[User], Client]
TOOL = Tool("spending", "What was spent.", {"type": "object"})


def ask(person: User, *turns: Turn) -> LanguageCall:
    answer = talking.ask(
        Request(person, "assistant", "Be short.", turns or (Turn("user", "How <b>much</b>?"),), (TOOL,))
    )
    return LanguageCall.objects.get(pk=answer.record)


def test_without_a_model_it_says_that_nothing_leaves(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    page = browser.get(reverse("language"))
    assert page.status_code == 200
    assert "Everything stays here" in page.content.decode()
    assert browser.post(reverse("language"), {"answers": "on"}).status_code == 422


def test_switches_allow_and_forbid(language_server: LanguageServer, ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    assert f"127.0.0.1:{language_server.port}" in browser.get(reverse("language")).content.decode()
    assert browser.post(reverse("language"), {"answers": "on"}).status_code == 302
    assert consents_of(ana) == {"answers"}
    assert browser.post(reverse("language"), {"payees": "on"}).status_code == 302
    assert consents_of(ana) == {"payees"}
    browser.post(reverse("language"), {})
    assert consents_of(ana) == set()
    trail = AuditEntry.objects.filter(person=ana, action__startswith="language").order_by("at")
    assert [(each.action, each.details["what"]) for each in trail] == [
        ("language_allowed", "answers"),
        ("language_allowed", "payees"),
        ("language_forbidden", "answers"),
        ("language_forbidden", "payees"),
    ]


def test_a_call_is_shown_word_for_word(language_protocols: LanguageServer, ana: User, signed_in: SignedIn) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(calls(("spending", {"period": "2026-10"}), text="See <i>below</i>."))
    call = ask(
        ana,
        Turn("user", "How <b>much</b>?"),
        Turn("assistant", calls=(ToolCall("c1", "spending", {}),)),
        Turn("user", results=(ToolResult("c1", '{"spent": "412.30"}'),)),
    )
    shown = signed_in(ana).get(reverse("language_call", args=[call.pk])).content.decode()
    for words in ("Be short.", "How &lt;b&gt;much&lt;/b&gt;?", "412.30", "See &lt;i&gt;below&lt;/i&gt;.", "2026-10"):
        assert words in shown
    assert "<b>much</b>" not in shown


def test_a_call_is_its_persons_alone(
    language_server: LanguageServer, ana: User, ben: User, signed_in: SignedIn
) -> None:
    language_server.allow(ana)
    call = ask(ana)
    assert signed_in(ben).get(reverse("language_call", args=[call.pk])).status_code == 404
    assert str(call.pk) not in signed_in(ben).get(reverse("language")).content.decode()


def test_all_is_deleted_at_one_click(
    language_server: LanguageServer, ana: User, ben: User, signed_in: SignedIn
) -> None:
    for each in (ana, ben):
        language_server.allow(each)
        ask(each)
    assert signed_in(ana).post(reverse("language_calls_delete")).status_code == 302
    assert LanguageCall.objects.get().person == ben


def test_the_list_goes_on_and_costs_the_same_queries(
    language_server: LanguageServer, ana: User, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    language_server.allow(ana)
    language_server.plays(says("Yes."))
    for _ in range(21):
        ask(ana)
    browser = signed_in(ana)
    with django_assert_max_num_queries(14):
        page = browser.get(reverse("language")).content.decode()
    assert page.count("language-row") == 20
    oldest = LanguageCall.objects.order_by("id")[1].pk
    assert browser.get(reverse("language"), {"after": str(oldest)}).content.decode().count("language-row") == 1
    assert browser.get(reverse("language"), {"after": "nonsense"}).content.decode().count("language-row") == 20

"""Who reads what in which language; what is made for machines has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from accounts.keys.services import create_key
from accounts.models import User
from accounts.regions import country_choices
from accounts.services import change_profile
from config.kernel.models import Job

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
REFUSED = {
    "de": "Dieses Feld ist zwingend erforderlich.",
    "fr": "Ce champ est obligatoire.",
    "en": "This field is required.",
}


@pytest.mark.parametrize(
    ("locale", "asked", "language"),
    [("de-CH", None, "de"), ("de-CH", "fr-CA,fr;q=0.9", "fr"), ("fr-BE", "en", "en"), ("en-GB", None, "en")],
)
def test_an_app_is_refused_in_the_language_it_asks_for_or_else_its_persons(
    ana: User, locale: str, asked: str | None, language: str
) -> None:
    person = change_profile(person=ana, locale=locale)
    _key, secret = create_key(person=person, name="Script", scopes=["ledger:write"], expires_at=None)
    headers = {"Authorization": f"Bearer {secret}"} | ({"Accept-Language": asked} if asked else {})
    answer = Client().post("/api/v1/transactions/", {}, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert {each["detail"] for each in answer.json()["errors"]} == {REFUSED[language]}
    assert answer["Content-Language"].partition("-")[0] == language


@pytest.mark.parametrize(
    ("language", "days"), [("de", "1. Jan. 1900 und 31. Dez. 2199"), ("en", "Jan 1, 1900 and Dec 31, 2199")]
)
def test_a_refusal_names_days_as_its_reader_writes_them(ana: User, language: str, days: str) -> None:
    _key, secret = create_key(person=ana, name="Script", scopes=["ledger:write"], expires_at=None)
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}
    sent = {"booked_on": "1700-01-01"}
    answer = Client().post("/api/v1/transactions/", sent, content_type="application/json", headers=headers)
    assert any(days in each["detail"] for each in answer.json()["errors"]), answer.json()


def test_who_said_nothing_before_does_not_answer_for_the_next(ana: User) -> None:
    person = change_profile(person=ana, locale="de-DE")
    _key, secret = create_key(person=person, name="Script", scopes=["ledger:write"], expires_at=None)
    client = Client()
    client.get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/accounts/login/")["Content-Language"] == "en"


@pytest.mark.parametrize(("locale", "tag"), [("de-CH", "de-ch"), ("fr-FR", "fr-fr"), ("en-GB", "en-gb")])
def test_a_page_speaks_as_its_person_not_as_the_browser(ana: User, signed_in: SignedIn, locale: str, tag: str) -> None:
    change_profile(person=ana, locale=locale)
    page = signed_in(ana).get("/settings/look/", headers={"Accept-Language": "fr"})
    assert f'<html lang="{tag}"' in page.content.decode()
    assert page["Content-Language"] == tag


@pytest.mark.parametrize(
    ("asked", "language"), [("de-AT,de;q=0.9,en;q=0.5", "de"), ("fr", "fr"), ("pt-BR,pt", "en"), ("", "en")]
)
def test_a_visitor_is_met_in_the_browsers_language(asked: str, language: str) -> None:
    page = Client().get("/accounts/login/", headers={"Accept-Language": asked})
    assert f'<html lang="{language}' in page.content.decode()


def test_what_is_said_in_words_is_said_anew_once_somebody_reads_another_language(
    ana: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        change_profile(person=ana, name="Ana R.", locale=ana.locale)
    assert not Job.objects.filter(kind="insights.say_anew").exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        change_profile(person=ana, locale="de-DE")
    assert Job.objects.get(kind="insights.say_anew").person_id == ana.pk


def test_countries_stand_where_their_reader_looks_for_them() -> None:
    german = [name for _code, name in country_choices("de-AT")]
    assert german[german.index("Österreich") - 1].startswith("O")
    assert german.index("Ägypten") < german.index("Albanien")
    assert ("CH", "Suisse") in country_choices("fr-CH")


def test_scripts_bring_no_words_of_their_own() -> None:
    """What they show comes from the page, which knows the reader's language."""
    sentence = re.compile(r"""(?<!Error\()["'`]([A-Z][a-z]+(?: [a-z]+)+[.…!?]?)["'`]""")
    scripts = sorted(Path(settings.BASE_DIR, "static", "js").glob("*.js"))
    assert len(scripts) > 10
    comment = re.compile(r"^\s*//.*$", re.MULTILINE)
    found = {path.name: sentence.findall(comment.sub("", path.read_text(encoding="utf-8"))) for path in scripts}
    assert {name: said for name, said in found.items() if said} == {}


OURS = ("kernel", "accounts", "ledger", "partnerships", "purchases", "insights", "chat")
# Where the language itself makes it so.
WITH_AN_S = {"de": {"Budgets", "Wallets", "Geld-Dates", "aufbewahrte Mails"}, "fr": set[str]()}


@pytest.mark.parametrize("language", WITH_AN_S)
def test_what_staff_see_is_named_in_one_and_several(language: str) -> None:
    """Django would put an s behind whatever the language; in French one word may well take it, a phrase does not."""
    with override(language):
        named = {
            model._meta.label: (str(model._meta.verbose_name), str(model._meta.verbose_name_plural), admin)
            for model, admin in site._registry.items()
            if model._meta.app_label
            in ("kernel", "accounts", "ledger", "partnerships", "purchases", "insights", "chat")
        }
    assert len(named) > 40
    for label, (one, several, admin) in named.items():
        own = "verbose_name_plural" in admin.model._meta.original_attrs or getattr(admin, "names", None)
        assert own, label
        is_a_word_of_french = language == "fr" and " " not in one
        assert several != f"{one}s" or is_a_word_of_french or several in WITH_AN_S[language], label


@pytest.mark.parametrize(("language", "kept"), [("de", "Gespart"), ("fr", "Mis de côté")])
def test_money_that_was_saved_is_not_said_like_a_form_that_was(language: str, kept: str) -> None:
    with override(language):
        assert pgettext("of what came in", "Saved") == kept != gettext("Saved")

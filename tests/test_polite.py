"""German says du and French tu, also where Django, its REST framework or allauth speak: mails, forms, the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
import rest_framework
from django.contrib.sites.requests import RequestSite
from django.core import mail
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.translation import ngettext, pgettext
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import User
from accounts.tests.conftest import PASSWORD
from tools.catalogue_sources import Message, in_python, in_template
from tools.sources import ROOT

FORMAL = {
    "de": re.compile(r"\b(Sie|Ihr|Ihre|Ihnen|Ihren|Ihrem|Ihrer|Ihres)\b"),
    "fr": re.compile(r"\b(vous|votre|vos|(?!chez|assez)[\w’-]+ez|soyez)\b", re.IGNORECASE),
}
_DJANGO, _REST, _ALLAUTH = (Path(str(each.__file__)).parent for each in (django, rest_framework, allauth))
SPEAKERS = [
    *(_DJANGO / name for name in ("core/validators.py", "forms/fields.py", "forms/models.py")),
    _DJANGO / "contrib/auth/password_validation.py",
    *(_REST / f"{name}.py" for name in ("exceptions", "fields", "serializers", "relations", "validators")),
    *sorted((_ALLAUTH / "account").glob("*.py")),
    *sorted((_ALLAUTH / "mfa").rglob("*.py")),
    *sorted((_ALLAUTH / "socialaccount").glob("*.py")),
    *(
        path
        for path in sorted((_ALLAUTH / "templates").glob("*/messages/*.txt"))
        if not (ROOT / path.relative_to(_ALLAUTH)).exists()
    ),
]
# What nothing here says: there are no telephones and no names to log in by, no sets of forms, no steps.
NEVER_SAID = re.compile(r"phone|[Uu]sername|duplicate|step size.*starting|Please select only one")
MAILS = sorted(
    path.relative_to(_ALLAUTH / "templates").as_posix().removesuffix("_message.txt")
    for path in (_ALLAUTH / "templates").glob("*/email/*_message.txt")
)
# A code instead of the password and links to a new one are switched off; nothing sends the third.
NEVER_SENT = {
    "account/email/base",
    "account/email/login_code",
    "account/email/password_reset_key",
    "account/email/email_confirm",
}
FACTS = {
    "email": "ana@example.org",
    "code": "ABCD-1234",
    "password_reset_url": "https://example.org/reset",
    "signup_url": "https://example.org/signup",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "gone@example.org",
    "provider": "Example",
    "ip": "192.0.2.1",
    "user_agent": "Firefox",
}


@pytest.fixture(autouse=True)
def _forget_the_language() -> Iterator[None]:
    """A request in this thread leaves its language on."""
    yield
    translation.deactivate()


def _said_by(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    yield from in_python(text) if path.suffix == ".py" else in_template(text, str(path))


def _in_words(message: Message) -> str:
    if message.context is not None:
        return pgettext(message.context, message.id)
    return ngettext(message.id, message.plural, 5) if message.plural else translation.gettext(message.id)


@pytest.mark.parametrize("language", FORMAL)
def test_whoever_speaks_here_says_du_and_tu(language: str) -> None:
    messages = [each for path in SPEAKERS for each in _said_by(path) if not NEVER_SAID.search(each.id)]
    assert len(messages) > 200
    with translation.override(language):
        said = {each.id: _in_words(each) for each in messages}
    assert {name: text for name, text in said.items() if FORMAL[language].search(text)} == {}


@pytest.mark.parametrize("language", FORMAL)
@pytest.mark.parametrize("name", [each for each in MAILS if each not in NEVER_SENT])
def test_each_mail_is_ours_and_says_du_and_tu(name: str, language: str) -> None:
    for part in ("subject", "message"):
        origin = Path(get_template(f"{name}_{part}.txt").template.origin.name)  # type: ignore[attr-defined]
        assert origin.is_relative_to(ROOT / "templates")
    facts = {**FACTS, "timestamp": timezone.now(), "current_site": RequestSite(RequestFactory().get("/"))}
    with translation.override("en"):
        english = AccountAdapter().render_mail(name, "ana@example.org", facts)
    with translation.override(language):
        sent = AccountAdapter().render_mail(name, "ana@example.org", facts)
    assert not FORMAL[language].search(f"{sent.subject}\n{sent.body}")
    assert sent.subject != english.subject
    kept = {line for line in str(english.body).splitlines() if " " in line and not line.startswith("Tuppence, ")}
    assert kept.isdisjoint(str(sent.body).splitlines())


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "subject"), [("de", "Dein Code"), ("fr", "Ton code")])
def test_who_forgot_the_password_is_written_to_as_a_friend(
    ana: User, settings: Settings, language: str, subject: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = Client(headers={"Accept-Language": language})
    client.post("/accounts/password/reset/", {"email": ana.email})
    [sent] = mail.outbox
    assert sent.subject.startswith(subject)
    assert re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(sent.body), re.MULTILINE)
    assert not FORMAL[language].search(str(sent.body))


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMAL)
def test_a_refused_log_in_and_a_weak_password_are_told_to_a_friend(ana: User, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    page = client.post("/accounts/signup/", {"email": "no address", "password1": "123", "name": "X"})
    refused = client.post(
        "/_allauth/app/v1/auth/signup", {"email": "no", "password": "1"}, content_type="application/json"
    )
    assert (page.status_code, refused.status_code) == (422, 400)
    for answer in (page.content.decode(), *(each["message"] for each in refused.json()["errors"])):
        assert not FORMAL[language].search(answer)
    assert PASSWORD not in page.content.decode()

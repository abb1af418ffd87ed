"""The catalogues of translations: what is collected, what is kept, what is refused."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tools import catalogues, compile_catalogues
from tools.catalogue_sources import KEYWORDS, Message, app_of, collect, faults, in_python, in_template, speaking_files

PAGE = """{% if things %}
    <h1>{% translate "Your things" %}</h1>
    {# no text #}
      {% blocktranslate trimmed count counter=things|length with name=person %}
        {{ counter }} thing of {{ name }}
      {% plural %}
        {{ counter }} things of {{ name }}
      {% endblocktranslate %}
{% endif %}
<p title="{% translate 'Not "here"' context 'a place' %}">{{ _("Later") }}</p>
"""


@pytest.fixture
def locale_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    return tmp_path


def _messages(*messages: Message) -> dict[Any, Message]:
    for message in messages:
        message.places = ["ledger/wording.py"]
    return {message.key: message for message in messages}


def test_a_template_is_read_whatever_its_indentation() -> None:
    found = {(each.context, each.id, each.plural) for each in in_template(PAGE, "page.html")}
    assert found == {
        (None, "Your things", None),
        (None, "%(counter)s thing of %(name)s", "%(counter)s things of %(name)s"),
        ("a place", 'Not "here"', None),
        (None, "Later", None),
    }


def test_python_is_read_with_plurals_contexts_and_lazy_names() -> None:
    source = (
        '_("One" " text")\nngettext("%d day", "%d days", 2)\npgettext("month", "May")\n'
        'ngettext_lazy("a", "b")\nother("no")\n_(f"{x}")\n'
    )
    found = [(each.context, each.id, each.plural) for each in in_python(source)]
    assert found == [
        (None, "One text", None),
        (None, "%d day", "%d days"),
        ("month", "May", None),
        (None, "a", "b"),
    ]


def test_nothing_is_said_inside_an_f_string_where_it_is_not_collected() -> None:
    hidden = [
        f"{path}:{call.lineno}"
        for path in speaking_files()
        if path.suffix == ".py"
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KEYWORDS
    ]
    assert not hidden


def test_what_templates_and_python_say_is_found_once_with_its_places() -> None:
    messages = collect()
    assert len(messages) > 4000
    assert all(len(set(each.places)) == len(each.places) for each in messages.values())
    assert not [each.places for each in messages.values() if any("/tests/" in place for place in each.places)]
    assert app_of("templates/mfa/index.html") == "accounts"
    assert app_of("templates/ledger/overview.html") == "ledger"


@pytest.mark.parametrize(
    ("said", "plural", "forms", "right"),
    [
        ("%(name)s has <b>%(count)s</b>", None, ["<b>%(count)s</b> hat %(name)s"], True),
        ("%(name)s waits", None, ["Jemand wartet"], False),
        ("%(name)s waits", None, ["%(nome)s wartet"], False),
        ("Saved {amount}", None, ["{amount} gespart"], True),
        ("Saved {amount}", None, ["{Betrag} gespart"], False),
        ("<b>Now</b>", None, ["<i>Jetzt</i>"], False),
        ("20 %% less", None, ["20 % weniger"], False),
        ("More ", None, ["Mehr"], False),
        ("More", None, [" "], False),
        ("More", None, ["Mehr", "Mehr"], False),
        ("One day", "%(count)s days", ["Ein Tag", "%(count)s Tage"], True),
        ("One day", "%(count)s days", ["%(count)s Tag", "%(count)s Tage"], True),
        ("One day", "%(count)s days", ["Ein Tag", "Viele Tage"], False),
        ("One day", "%(count)s days", ["Tage"], False),
    ],
)
def test_a_translation_keeps_what_code_fills_in(said: str, plural: str | None, forms: list[str], right: bool) -> None:
    assert (not list(faults(Message(said, plural), forms, first_form_is_many=False))) is right


def test_a_singular_that_stands_for_zero_too_says_its_number() -> None:
    days = Message("One day", "%(count)s days")
    assert catalogues.says_zero_as_one("fr")
    assert not catalogues.says_zero_as_one("de")
    assert list(faults(days, ["Un jour", "%(count)s jours"], first_form_is_many=True))
    assert not list(faults(days, ["%(count)s jour", "%(count)s jours"], first_form_is_many=True))


def test_what_is_right_is_taken_and_the_rest_named(locale_dir: Path) -> None:
    messages = _messages(Message("Saved"), Message("%(n)s day", "%(n)s days"), Message("May", context="month"))
    asked = catalogues.ask("de", messages)
    assert [each["n"] for each in asked] == [1, 2, 3]
    given = {"Saved": "Gespeichert", "2": ["%(m)s Tag", "%(n)s Tage"], "3": "Mai", "Gone": "Weg"}
    wrong = list(catalogues.take("de", messages, given, asked))
    assert [each.partition(":")[0] for each in wrong] == ["2 ('%(n)s day')", "Gone"]
    assert catalogues.read("de") == {(None, "Saved"): ("Gespeichert",), ("month", "May"): ("Mai",)}
    assert [each["id"] for each in catalogues.ask("de", messages)] == ["%(n)s day"]


def test_new_messages_come_in_empty_and_gone_ones_leave_no_trace(locale_dir: Path) -> None:
    before = _messages(Message("Saved"), Message("Old"))
    list(catalogues.take("fr", before, {"Saved": "Enregistré", "Old": "Vieux"}, []))
    after = _messages(Message("New"), Message("Saved"))
    catalogues.write("fr", after, catalogues.read("fr"))
    text = catalogues.path_of("fr").read_text()
    assert 'msgid "New"\nmsgstr ""' in text
    assert "Enregistré" in text
    assert "Old" not in text
    assert "fuzzy" not in text
    catalogues.write("fr", after, catalogues.read("fr"))
    assert catalogues.path_of("fr").read_text() == text


@pytest.mark.parametrize("language", catalogues.languages())
def test_everything_is_said_in_every_language(language: str) -> None:
    """`make catalogues`, then `python -m tools.catalogues --ask LANGUAGE FILE` lists what is missing."""
    messages, known = collect(), catalogues.read(language)
    assert [messages[key].id for key in messages.keys() - known.keys()] == []
    lax = catalogues.says_zero_as_one(language)
    wrong = {
        key[1]: list(faults(messages[key], forms, first_form_is_many=lax))
        for key, forms in known.items()
        if key in messages
    }
    assert {said: why for said, why in wrong.items() if why} == {}


def test_french_sets_its_signs_off_with_spaces_that_do_not_break() -> None:
    """U+00A0 before a colon, U+202F before the rest and inside guillemets."""
    wrong = re.compile(r"(?<!\u00a0):(?=\s|$)|(?<!\u202f)[;?!](?=\s|$)|«(?!\u202f)|(?<!\u202f)»")
    said = [form for forms in catalogues.read("fr").values() for form in forms]
    assert [form for form in said if wrong.search(form)] == []


def test_a_plural_without_translation_is_left_to_english(locale_dir: Path) -> None:
    messages = _messages(Message("%(n)s day", "%(n)s days"), Message("Saved"))
    list(catalogues.take("de", messages, {"Saved": "Gespeichert"}, []))
    compile_catalogues.compile_catalogue(catalogues.path_of("de"))
    compiled = catalogues.path_of("de").with_suffix(".mo").read_bytes()
    assert b"Gespeichert" in compiled
    assert b"%(n)s day" not in compiled

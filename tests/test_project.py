"""What a newcomer relies on: the example of settings, the documents, the catalogues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.settings.environment import SETTINGS, Environment
from tools import compile_catalogues

ROOT = Path(settings.BASE_DIR)


def test_the_example_of_settings_names_every_setting_with_its_default() -> None:
    written = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and line[0] != "#"
    )
    assert written == {each.name: each.default for each in SETTINGS}


def test_the_example_of_settings_explains_each() -> None:
    text = " ".join((ROOT / ".env.example").read_text().replace("# ", "").split())
    assert [each.name for each in SETTINGS if each.meaning not in text] == []


def test_the_example_copied_unchanged_starts_the_app(tmp_path: Path) -> None:
    example = Path(ROOT, ".env.example").read_text()
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert Environment(given, tmp_path).data_dir == tmp_path / "data"


def _names_asked_for() -> list[str]:
    lines = (ROOT / "requirements" / "base.in").read_text().splitlines()
    return [match[0] for line in lines if (match := re.match(r"[a-z0-9-]+", line))]


def test_the_architecture_says_why_each_dependency_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert [name for name in _names_asked_for() if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    "document", ["README.md", "docs/architecture.md", "docs/operations.md", "docs/scaling.md", "CHANGELOG.md"]
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    source = ROOT / document
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", source.read_text())
    assert [link for link in links if not (source.parent / link).exists()] == []


def test_catalogues_compile_without_a_gettext_binary(tmp_path: Path) -> None:
    catalogue = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Saved"\nmsgstr "Gespeichert"\n'
    )
    compile_catalogues.compile_catalogue(catalogue)
    assert b"Gespeichert" in catalogue.with_suffix(".mo").read_bytes()

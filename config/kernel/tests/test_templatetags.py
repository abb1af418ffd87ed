from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import babel.localedata
import pytest
from babel.numbers import format_currency
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from config.kernel import assets, tones
from config.kernel.formatting import MINUS, format_axis, format_day, format_money, format_percent, format_short_day
from config.kernel.management.commands.build_assets import ARCHIVE, build_sprite


def render(source: str, **context: object) -> str:
    return Template("{% load tuppence %}" + source).render(Context(context))


def digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit() or each in ".,'’")


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "INR"])
def test_money_has_the_digits_babel_writes_in_every_locale(currency: str) -> None:
    for locale in babel.localedata.locale_identifiers():
        for amount in (Decimal("1234567.895"), Decimal("-1234.5"), Decimal("0.004")):
            ours = format_money(amount, currency, locale).text
            assert digits(ours) == digits(format_currency(amount, currency, locale=locale)), (locale, amount)


@pytest.mark.parametrize(
    ("locale", "currency", "text"),
    [
        ("en_GB", "EUR", f"{MINUS}€1,234.50"),
        ("de", "EUR", f"{MINUS}1.234,50\u00a0€"),
        ("en", "CHF", f"{MINUS}CHF\u00a01,234.50"),
        ("ja", "JPY", f"{MINUS}￥1,234"),
        ("xx_YY", "USD", f"{MINUS}$1,234.50"),
    ],
)
def test_money_stands_as_the_locale_writes_it(locale: str, currency: str, text: str) -> None:
    assert format_money(Decimal("-1234.5"), currency, locale).text == text


def test_signs_follow_the_asking_and_nothing_has_none() -> None:
    assert format_money(Decimal("-0.004"), "EUR", "en").text == "€0.00"
    assert format_money(Decimal(0), "EUR", "en", sign="always").text == "€0.00"
    assert format_money(Decimal(5), "EUR", "en", sign="always").number == "+5.00"
    assert format_money(Decimal(-5), "EUR", "en", sign="never").number == "5.00"


def test_the_decimals_of_money_are_set_apart() -> None:
    with translation.override("en-gb"):
        assert render("{{ amount|money:'EUR' }}", amount=Decimal("-64.3")) == (
            f'<span class="money">{MINUS}64<span class="money-dec">.30</span></span>'
        )
        assert render("{% money amount 'JPY' %}", amount=Decimal(64)) == (
            '<span class="money"><span class="money-cur">JP¥</span>64</span>'
        )
        assert render("{{ nothing|money:'EUR' }}", nothing=None) == ""


def test_a_currency_that_is_text_from_outside_is_escaped() -> None:
    assert "<b>" not in render("{% money amount currency %}", amount=Decimal(1), currency="<b>")


def test_a_line_shows_its_currency_only_where_it_is_not_the_usual_one() -> None:
    with translation.override("en-gb"):
        assert "$" in render("{% amount_in amount 'USD' 'EUR' %}", amount=Decimal(-1))
        assert "€" not in render("{% amount_in amount 'EUR' 'EUR' %}", amount=Decimal(-1))
        assert "+2" in render("{% amount_in amount 'EUR' 'EUR' 'income' %}", amount=Decimal(2))


@pytest.mark.parametrize(
    ("locale", "long", "short"),
    [
        ("en_GB", "Friday 20 November", "20 Nov"),
        ("en_US", "Friday, November 20", "Nov 20"),
        ("de", "Freitag, 20. November", "20. Nov"),
    ],
)
def test_days_of_this_year_go_without_it(time_machine: object, locale: str, long: str, short: str) -> None:
    time_machine.move_to("2026-11-25T12:00:00Z")  # type: ignore[attr-defined]
    assert format_day(date(2026, 11, 20), locale) == long
    assert format_short_day(date(2026, 11, 20), locale) == short
    assert "2025" in format_day(date(2025, 11, 20), locale)
    assert "2025" in format_short_day(date(2025, 11, 20), locale)


@pytest.mark.parametrize(
    ("locale", "percent", "text"),
    [
        ("en_GB", "46.60", "46.6%"),
        ("de", "46.6", "46,6\u00a0%"),
        ("fr", "46.6", "46,6\u202f%"),
        ("de_CH", "1234.5", "1’234.5%"),
        ("en", "-16", "\u221216%"),
        ("tr", "-16", "\u2212%16"),
    ],
)
def test_percent_stands_as_the_locale_writes_it(locale: str, percent: str, text: str) -> None:
    assert format_percent(Decimal(percent), locale) == text


def test_axes_are_short() -> None:
    assert format_axis(Decimal(32500), "en") == "32.5k"
    assert format_axis(Decimal(-500), "en") == f"{MINUS}500"
    assert format_axis(Decimal(90000), "de_DE") == "90.000"
    assert format_axis(Decimal(-2500), "de_CH") == f"{MINUS}2’500"
    assert format_axis(Decimal(1200000), "de_DE") == "1,2\u00a0Mio."
    assert format_axis(Decimal(30000), "fr") == "30\u00a0k"


@pytest.mark.parametrize(("locale", "shown"), [("en-gb", "16:22"), ("en-us", "4:22\u202fPM"), ("de-at", "16:22")])
def test_clocks_are_those_of_the_persons_country(locale: str, shown: str) -> None:
    at = datetime(timezone.localdate().year, 3, 4, 16, 22, tzinfo=UTC)
    with translation.override(locale):
        assert render("{{ at|clock }}", at=at) == shown
        assert render("{{ at|moment }}", at=at).endswith(f", {shown}")


def test_an_unknown_icon_shows_a_tag_and_lets_nothing_in() -> None:
    shown = render("{% icon name %}", name='x"><script>')
    assert shown.endswith('#tag"></use></svg>')


def test_every_icon_exists_and_is_in_the_sprite() -> None:
    with ZipFile(ARCHIVE) as archive:
        drawn = {name.removesuffix(".svg") for name in archive.namelist()}
    assert {*assets.PAGE_ICONS, *assets.THING_ICONS, *assets.VOICE_ICONS, *assets.CATEGORY_ICONS} <= drawn
    sprite = build_sprite(frozenset({"tag", "wallet"}))
    assert re.findall(r'<symbol id="([a-z-]+)"', sprite) == ["tag", "wallet"]
    assert "stroke=" not in sprite


def test_templates_use_only_icons_of_the_sprite(settings: object) -> None:
    used = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):  # type: ignore[attr-defined]
        used |= set(re.findall(r'\{% icon "([a-z0-9-]+)"', path.read_text()))
    assert used
    assert used <= assets.COMMON_ICONS | assets.THING_ICONS | assets.VOICE_ICONS


def test_every_tone_is_found_by_its_own_colour_and_drawn_by_the_sheet() -> None:
    path = finders.find("css/tokens.css")
    assert path is not None
    tokens = Path(path).read_text(encoding="utf-8")
    for name, colour in tones.TONES.items():
        assert tones.nearest_tone(colour) == name
        assert f".tone-{name} {{ --tone: light-dark({colour}," in tokens


@pytest.mark.parametrize("colour", ["", "#12", "red", "#zzzzzz", "#B8B8B0"])
def test_a_colour_without_hue_or_sense_is_grey(colour: str) -> None:
    assert tones.nearest_tone(colour) == "grey"


def test_the_style_sheets_named_are_those_that_exist() -> None:
    found = {path for path in assets.STYLE_SHEETS if finders.find(path)}
    assert found == set(assets.STYLE_SHEETS)


def test_a_changed_query_keeps_the_rest_and_drops_the_empty() -> None:
    request = RequestFactory().get("/transactions/", {"search": "rewe", "cursor": "x"})
    assert render("{% with_query cursor=None kind='income' %}", request=request) == "?search=rewe&amp;kind=income"
    assert render("{% with_query cursor=None search='' %}", request=request) == "/transactions/"


def test_a_category_without_one_invites_to_choose() -> None:
    assert "Choose" in render("{% category_mark category %}", category=None)
    fun = SimpleNamespace(name="<Fun>", icon="ticket", color="#FFEAA7")
    named = render("{% category_mark category %}", category=fun)
    assert "&lt;Fun&gt;" in named
    assert "tone-gold" in named

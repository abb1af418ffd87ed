"""Countries, currencies, time zones and locales a person can choose, and what a browser's hints say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers
from babel.numbers import get_territory_currencies
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.folding import fold

Choices = tuple[tuple[str, str], ...]
DEFAULT_LOCALE = "en-GB"
DEFAULT_TIME_ZONE = "UTC"
DEFAULT_CURRENCY = "EUR"
# Codes of CLDR that ISO 3166 keeps for unions, islets, pseudo-locales and the unknown.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_CURRENCY_SINCE_CLDR = {"BG": "EUR"}


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone we know."), code="unknown_time_zone", params={"name": name})


def validate_country(code: str) -> None:
    if code not in _countries():
        raise ValidationError(_("%(code)s is no country we know."), code="unknown_country", params={"code": code})


def validate_locale(tag: str) -> None:
    if tag not in _locales():
        raise ValidationError(_("%(tag)s is no language we speak."), code="unknown_locale", params={"tag": tag})


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    )


@lru_cache(maxsize=1)
def _locales() -> frozenset[str]:
    """Tags with a region, as browsers write them, of the languages our catalogues speak."""
    spoken = tuple(f"{code}_" for code, _name in settings.LANGUAGES)
    names = (name for name in locale_identifiers() if name.startswith(spoken) and name.count("_") == 1)
    return frozenset(name.replace("_", "-") for name in names if len(name.partition("_")[2]) == 2)


@lru_cache(maxsize=1)
def _currencies_in_use() -> frozenset[str]:
    return frozenset(code for country in _countries() for code in get_territory_currencies(country))


def _display_locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _sorted(choices: Iterable[tuple[str, str]]) -> Choices:
    """By name as people look for it: Österreich among the O."""
    return tuple(sorted(choices, key=lambda choice: fold(choice[1])))


@lru_cache(maxsize=16)
def country_choices(tag: str) -> Choices:
    """Codes with the countries' names in the language of locale `tag`, sorted by name."""
    names = _display_locale(tag).territories
    return _sorted((code, names.get(code, code)) for code in _countries())


@lru_cache(maxsize=16)
def currency_choices(tag: str) -> Choices:
    """Currencies that are somewhere in use, as 'EUR · Euro', sorted by code."""
    names = _display_locale(tag).currencies
    return tuple((code, f"{code} · {names.get(code, code)}") for code in sorted(_currencies_in_use()))


@lru_cache(maxsize=1)
def locale_choices() -> Choices:
    """Each locale under its own name: 'Deutsch (Schweiz)'."""
    named = ((tag, _display_locale(tag).get_display_name() or tag) for tag in _locales())
    return _sorted((tag, name[:1].upper() + name[1:]) for tag, name in named)


@lru_cache(maxsize=1)
def time_zone_choices() -> Choices:
    """The zones of places; old spellings of them are accepted by the API but not offered."""
    offered = [DEFAULT_TIME_ZONE, *sorted(set(get_global("zone_territories")) & available_timezones())]
    return tuple((name, name.replace("_", " ")) for name in offered if name == "UTC" or "/" in name)


@dataclass(frozen=True, slots=True)
class Region:
    """What we take to be right for somebody until they say otherwise."""

    country: str
    currency: str
    time_zone: str
    locale: str


def guess_region(*, time_zone: str, locale: str) -> Region:
    """From a browser's own words; what makes no sense falls back silently.

    The country is the time zone's, else the locale's: a zone says where somebody is, a locale often only which
    language the browser came with.
    """
    zone = time_zone if time_zone in available_timezones() else DEFAULT_TIME_ZONE
    language, _separator, region = locale.replace("_", "-").partition("-")
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    if country not in _countries():
        country = region.upper()[-2:] if region.upper()[-2:] in _countries() else ""
    currencies: list[str] = get_territory_currencies(country) if country else []
    return Region(
        country=country,
        currency=_CURRENCY_SINCE_CLDR.get(country) or next(iter(currencies), DEFAULT_CURRENCY),
        time_zone=zone,
        locale=_nearest_locale(language.lower(), region.upper(), country),
    )


def _nearest_locale(language: str, region: str, country: str) -> str:
    for tag in (f"{language}-{region}", f"{language}-{country}", f"{language}-{language.upper()}", f"en-{country}"):
        if tag in _locales():
            return tag
    return DEFAULT_LOCALE

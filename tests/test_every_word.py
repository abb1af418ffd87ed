"""No page says a word that was not given to gettext: in a language of which all is marked, the rest is people's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from babel import Locale
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from accounts.regions import country_choices, currency_choices, locale_choices, time_zone_choices
from config.kernel.assets import CATEGORY_ICONS
from ledger.core.icon_names import ICON_NAMES
from ledger.core.models import Category
from ledger.demo.household import make_demo
from ledger.holdings.wallet_chains import CHAINS
from tests.language_marks import OPENS, Page, everything_marked

pytestmark = pytest.mark.django_db
WORD = re.compile(r"[^\W\d_]{2,}")
OPEN_PAGES = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/no-such-page/")
# Wherever a page leads: two addresses of each route, since another month or another thing may say something else.
OF_A_ROUTE = 2
LEFT_ALONE = ("/admin/", "/staff/", "/api/", "/static/", "/accounts/logout/")
# Names that no language changes.
NAMES = ("Tuppence", "PDF", "CSV", "HHI", "EUR", "USD", "US", "UTC", "ana@demo.example", "ben@demo.example")
# What the app wrote, or the database, and not people.
_OURS = frozenset(
    ["Category", "Insight", "MonthWords", "Notification", "PeriodicTask", "Permission", "ContentType", "Job"]
)
# Where this test found nothing, it has not been there.
FEWEST_ROUTES = 110


@pytest.fixture(scope="module")
def couple(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[User]]:
    """The demo couple, who came with all their marks: what is written down in a language would show them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with everything_marked():
            people = make_demo()
        yield people
        transaction.set_rollback(True)


def _columns(model: type[models.Model]) -> list[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [each.attname for each in model._meta.concrete_fields if isinstance(each, kinds) and not each.choices]


def _texts(*, own_only: bool) -> Iterator[str]:
    for model in apps.get_models():
        columns = _columns(model)
        if columns and not (own_only and model.__name__ in _OURS):
            for row in model._base_manager.values_list(*columns):
                yield from (str(each) for each in row if each)
    yield from Category.objects.filter(Q(owner__isnull=False) | Q(household__isnull=False)).values_list(
        "name", flat=True
    )


def _known_words() -> frozenset[str]:
    """What people wrote, and what CLDR and the time zones name."""
    english = Locale("en", "GB")
    choices = (country_choices("en-GB"), currency_choices("en-GB"), locale_choices(), time_zone_choices())
    texts = [*_texts(own_only=True), *NAMES, *(chain.label for chain in CHAINS.values())]
    texts += [name for group in choices for _code, name in group]
    for kinds in (english.months, english.days):
        texts += [name for widths in kinds.values() for names in widths.values() for name in names.values()]
    return frozenset(word for text in texts for word in WORD.findall(text))


def _pages(client: Client) -> Iterator[tuple[str, str, Page]]:
    """Route, address and page of whatever the first page leads to."""
    addresses, seen, met = ["/"], set[str](), Counter[str]()
    while addresses:
        address = addresses.pop(0)
        path = urlsplit(address).path
        if address in seen or not address.startswith("/") or path.startswith(LEFT_ALONE):
            continue
        seen.add(address)
        try:
            route = resolve(path).route
        except Resolver404:
            continue
        if met[route] == OF_A_ROUTE:
            continue
        met[route] += 1
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if "html" in answer["Content-Type"]:
            page = Page(answer.content.decode())
            addresses += [urljoin(path, link.partition("#")[0]) for link in page.links]
            yield route, address, page


def _unsaid(page: Page, known: frozenset[str]) -> list[str]:
    said = [each for each in page.unmarked if not known.issuperset(WORD.findall(each.partition(":")[2]))]
    return said if page.depth == 0 else [*said, "a text was cut in its marks"]


def test_whatever_a_page_says_can_be_translated(couple: list[User]) -> None:
    known, unsaid, routes = _known_words(), dict[str, str](), set[str]()
    client = Client()
    client.force_login(couple[0])
    with everything_marked():
        for route, address, page in _pages(client):
            routes.add(route)
            unsaid |= dict.fromkeys(_unsaid(page, known), address)
    assert unsaid == {}
    assert len(routes) > FEWEST_ROUTES


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_pages_before_the_log_in_can_be_translated(address: str) -> None:
    with everything_marked():
        page = Page(Client().get(address).content.decode())
    assert _unsaid(page, _known_words()) == []


def test_nothing_is_written_down_in_a_language(couple: list[User]) -> None:
    """Whoever reads it may speak another one, or change to it; insights are said anew then."""
    assert [text for text in _texts(own_only=True) if OPENS in text] == []


def test_each_icon_one_can_choose_is_named_in_words() -> None:
    assert sorted(ICON_NAMES) == sorted(CATEGORY_ICONS)

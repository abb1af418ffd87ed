"""What one can do and where one can go, found by its name in the reader's language; only pages that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from config.kernel.navigation import SECTIONS, links
from config.kernel.search.registry import Offer, Offering, offer

# URL name, what it is called, and what else people call it.
_ACTIONS = (
    ("transaction_add", _("Add a transaction"), _("new entry expense income payment")),
    ("transaction_transfer", _("Add a transfer"), _("move money between accounts")),
    ("import_start", _("Import a bank file"), _("upload statement CSV CAMT MT940 OFX")),
    ("import_history", _("Past imports"), _("files undo")),
    ("exports", _("Export transactions"), _("download CSV JSON")),
    ("transactions_bin", _("Bin"), _("deleted transactions restore trash")),
    ("rule_add", _("Add a rule"), _("category automatically")),
    ("accounts_add", _("Add an account"), _("new bank card cash loan")),
    ("rates", _("Exchange rates"), _("currencies")),
    ("category_add", _("Add a category"), ""),
    ("recurring_add", _("Add something that comes back"), _("rent salary subscription recurring")),
    ("recurring_calendar", _("Calendar"), _("recurring due days")),
    ("goal_add", _("Add a goal"), _("save saving")),
    ("shared_expense_add", _("Add a shared expense"), _("split bill")),
    ("settle_up", _("Settle up"), _("pay back even debt")),
    ("invite", _("Invite your partner"), _("invitation")),
    ("settings", _("Profile"), _("settings name language currency time zone income")),
    ("settings_look", _("Look"), _("settings theme dark light")),
    ("settings_security", _("Security"), _("settings password second factor sessions")),
    ("settings_partner", _("Partner"), _("settings pause end partnership")),
    ("settings_notifications", _("Notifications"), _("settings alerts e-mail push")),
    ("settings_keys", _("API keys"), _("settings tokens")),
    ("settings_data", _("My data"), _("settings download everything archive")),
    ("settings_activity", _("Activity"), _("settings trail who did what")),
)


def _actions(person: Any) -> Iterator[Offer]:
    """The sections of the side bar, but what is for two alone, and what lies below them."""
    for section in links(SECTIONS, "", lambda key: 0):
        for each in (section, *section.children):
            yield Offer(str(each.label), each.url)
    for name, title, words in _ACTIONS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        yield Offer(str(title), url, text=str(words))


def stands_in_palette(title: str, url: str, query: str) -> bool:
    """Whether the palette itself shows it for these words (components/_palette.html)."""
    if query.lower() not in title.lower():
        return False
    sections = links(SECTIONS, "", lambda key: 0)
    own = {reverse(name) for name in ("transaction_add", "settings", "notifications")}
    return url in own.union(each.url for section in sections for each in (section, *section.children))


offer(Offering("page", _("Pages"), "arrow-right", "", _actions, weight=0.04, pages_only=True))

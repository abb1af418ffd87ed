"""The sections of the side bar. An entry appears once its page exists: apps of later steps only add their URLs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """`names` are the beginnings of the URL names that belong to this entry; `key` finds its badge and shortcut.

    `children_when` names a count of the shell without which there are no children.
    """

    key: str
    url_name: str
    label: str | Promise
    icon: str
    names: tuple[str, ...]
    children: tuple[Entry, ...] = field(default=())
    shortcut: str = ""
    children_when: str = ""


SECTIONS = (
    Entry("overview", "overview", _("Overview"), "layout-dashboard", ("overview",), shortcut="o"),
    Entry(
        "transactions",
        "transactions",
        _("Transactions"),
        "arrow-left-right",
        ("transaction", "import", "export", "rule", "pair", "reconcile"),
        children=(
            Entry("list", "transactions", _("List"), "rows-3", ("transaction",)),
            Entry("import", "import_start", _("Import"), "upload", ("import",), shortcut="i"),
            Entry("rules", "rules", _("Rules"), "list-tree", ("rule",)),
            Entry("pairs", "pairs", _("Pairs and duplicates"), "git-merge", ("pair",)),
            Entry("reconcile", "reconcile", _("Reconcile"), "scale", ("reconcile",)),
        ),
        shortcut="t",
    ),
    Entry(
        "plan",
        "plan",
        _("Plan"),
        "target",
        ("plan", "recurring", "goal"),
        children=(
            Entry("month", "plan", _("Month"), "chart-pie", ("plan",)),
            Entry("recurring", "recurring", _("Recurring"), "repeat", ("recurring",)),
            Entry("goals", "goals", _("Goals"), "piggy-bank", ("goal",)),
        ),
        shortcut="p",
    ),
    Entry(
        "together",
        "together",
        _("Together"),
        "users",
        (
            *("together", "invit", "split", "shared_", "statement", "settle", "contribution"),
            *("approval", "chat", "privacy", "partner_accounts", "for_both", "joint_add", "money_date"),
        ),
        children=(
            Entry("date", "money_date", _("Money date"), "calendar", ("money_date",)),
            Entry("split", "split", _("Split"), "split", ("split",)),
            Entry("expenses", "shared_expenses", _("Shared expenses"), "receipt-text", ("shared_",)),
            Entry("statement", "statement", _("Statement"), "scale", ("statement", "settle", "contribution")),
            Entry("approvals", "approvals", _("Approvals"), "badge-check", ("approval",)),
            Entry("chat", "chat", _("Chat"), "message-circle", ("chat",)),
            Entry("for_both", "for_both", _("For both"), "users", ("for_both", "joint_add")),
            Entry("privacy", "privacy", _("Privacy"), "eye-off", ("privacy", "partner_accounts")),
        ),
        children_when="partner",
    ),
    Entry(
        "things",
        "things",
        _("Things"),
        "package",
        ("thing", "paper", "warrant", "bought", "shops"),
        children=(
            Entry("inventory", "things", _("Inventory"), "rows-3", ("thing", "paper")),
            Entry("warranties", "warranties", _("Warranties"), "shield-check", ("warrant",)),
            Entry("bought", "bought", _("Analytics"), "chart-line", ("bought",)),
            Entry("shops", "shops", _("Shops and brands"), "shopping-bag", ("shops",)),
        ),
        shortcut="w",
    ),
    Entry(
        "insights",
        "insights",
        _("Insights"),
        "lightbulb",
        ("insight", "trend", "pattern", "summary", "unusual", "forecast", "investment", "position", "wallet"),
        children=(
            Entry("feed", "insights", _("Feed"), "rows-3", ("insight", "unusual")),
            Entry("trends", "trends", _("Trends"), "trending-up", ("trend", "pattern", "summary")),
            Entry("forecast", "forecast", _("Forecast"), "chart-line", ("forecast",)),
            Entry("investments", "investments", _("Investments"), "coins", ("investment", "position", "wallet")),
        ),
        shortcut="n",
    ),
    Entry("advice", "advice", _("Should I buy it?"), "circle-question-mark", ("advice",), shortcut="b"),
    Entry("ask", "ask", _("Ask"), "sparkles", ("ask",), shortcut="q"),
    Entry("accounts", "accounts_list", _("Accounts"), "landmark", ("accounts_", "money_account", "rate"), shortcut="a"),
    Entry("categories", "categories", _("Categories"), "tags", ("categor",), shortcut="c"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    key: str
    url: str
    label: str | Promise
    icon: str
    shortcut: str
    current: bool
    children: tuple[Link, ...]

    @property
    def is_page(self) -> bool:
        """It is the page being shown, and not one of its children."""
        return self.current and not any(each.current for each in self.children)


def links(entries: tuple[Entry, ...], current: str, count: Callable[[str], int]) -> tuple[Link, ...]:
    """The entries whose pages exist; `current` is the URL name of the page shown, `count` asks a count of the shell."""
    found = []
    for entry in entries:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        here = current.startswith(entry.names)
        children = entry.children if not entry.children_when or count(entry.children_when) else ()
        found.append(
            Link(entry.key, url, entry.label, entry.icon, entry.shortcut, here, links(children, current, count))
        )
    return tuple(found)

"""The search over everything the person may read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from chat.assistant.tools.arguments import Arguments, Unanswerable
from chat.assistant.tools.outcomes import Intent, Outcome, Outside, Tool, link, table, text_cell
from config.kernel.search.finding import LONGEST, find
from config.kernel.search.registry import kinds
from ledger.core.views.rows import drill_url

SHOWN = 8
# What a partner wrote is not for a model to read.
LEFT_OUT = frozenset({"message"})


def run_search(person: User, arguments: Arguments) -> Outcome:
    words = arguments.words("words")[:LONGEST]
    if not words:
        raise Unanswerable(_("Say what to look for."))
    hits = find(person, words, kinds=[each for each in kinds() if each not in LEFT_OUT], limit=SHOWN)
    url = drill_url(reverse("search"), q=words)
    if not hits:
        text = _("Nothing was found for “%(words)s”.") % {"words": words}
        return Outcome(text, {"found": []}, links=[link(_("Search"), url)])
    text = ngettext("One hit for “%(words)s”.", "%(count)s hits for “%(words)s”.", len(hits)) % {
        "words": words,
        "count": len(hits),
    }
    rows = [
        [text_cell(str(each.label)), text_cell(each.shown.title, each.shown.url), text_cell(each.shown.hint)]
        for each in hits
    ]
    facts = {
        "found": [
            {"kind": str(each.label), "title": Outside(each.shown.title), "hint": Outside(each.shown.hint)}
            for each in hits
        ]
    }
    return Outcome(
        text,
        facts,
        data=[table(_("Found"), [_("Kind"), _("What"), _("Where")], rows)],
        links=[link(_("All hits"), url)],
        suggestions=[_("What did I spend this month?")],
    )


SEARCH = Tool(
    "search",
    "Find payments, things, papers, goals and pages by words.",
    Intent.GENERAL,
    run_search,
    {"words": {"type": "string", "description": "What to look for."}},
    required=("words",),
)

"""What the codes of proposals mean, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.pairing.models import Proposal

Kind = Proposal.Kind
SAYS_THE_DAYS = {"days_apart", "same_day", "same_day_card", "exact_amount", "part_of_amount"}


def reason_of(proposal: Proposal) -> str:
    """Why the two were taken for one: the telling thing first, then how far apart they are."""
    days = abs((proposal.second.booked_on - proposal.first.booked_on).days)
    words = _words(proposal.reason)
    if not days:
        return words
    apart = ngettext("%(days)s day apart", "%(days)s days apart", days) % {"days": days}
    return _("%(reason)s, %(apart)s") % {"reason": words, "apart": apart}


def _words(reason: str) -> str:
    known = {
        "names_account": _("One names the other account"),
        "card_payment": _("The words of a card bill being paid"),
        "filed_as_transfer": _("One is a transfer already, by what its bank calls it"),
        "own_name": _("To yourself, by name"),
        "words": _("The words of a transfer"),
        "names_bank": _("One names the other account’s bank"),
        "same_day_card": _("One amount on one day, and one of the accounts is a card"),
        "same_day": _("One amount on one day"),
        "days_apart": _("The same amount"),
        "two_currencies": _("Worth the same at the rate of the day"),
        "exact_amount": _("The same payee, and exactly this amount"),
        "part_of_amount": _("The same payee, and a part of the amount"),
        "twice_by_hand": _("Written down twice"),
        "by_hand_and_file": _("Written down by hand, and in a bank’s file too"),
        "two_files": _("In two different files"),
        "by_hand": _("You said so"),
    }
    return known.get(reason, "")


def accepted_text(proposal: Proposal) -> str:
    return {
        Kind.TRANSFER: _("One transfer now: neither income nor spending"),
        Kind.REFUND: _("A refund now: it lowers what was spent"),
        Kind.DUPLICATE: _("One entry now, the other is in the bin"),
    }[Kind(proposal.kind)]


def declined_text(proposal: Proposal) -> str:
    if proposal.kind == Kind.DUPLICATE:
        return _("Both stay")
    return _("They stay apart")


def accept_label(kind: str) -> str:
    return {
        Kind.TRANSFER: _("One transfer"),
        Kind.REFUND: _("Its refund"),
        Kind.DUPLICATE: _("Make one of them"),
    }[Kind(kind)]


def decline_label(kind: str) -> str:
    return _("Keep both") if kind == Kind.DUPLICATE else _("Not together")

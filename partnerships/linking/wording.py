"""What a proposal says to its person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from partnerships.linking.models import LinkProposal


def reason_of(proposal: LinkProposal, partner: str) -> str:
    reasons = {
        "known_payee": _("the same payee as before"),
        "said_paid": _("you said that you paid it"),
        "words": _("its name stands in the text"),
        "category": _("the same category"),
        "names_partner": _("%(partner)s stands in the text") % {"partner": partner},
    }
    return reasons.get(proposal.reason, _("just this amount, in these days"))


def question_of(proposal: LinkProposal, partner: str) -> str:
    if proposal.expense is not None:
        return _("Is this %(name)s?") % {"name": proposal.expense.name}
    assert proposal.settlement is not None, "the database holds one of the two"
    if proposal.line.amount < 0:
        return _("Is this what you gave %(partner)s?") % {"partner": partner}
    return _("Is this what %(partner)s gave you?") % {"partner": partner}


def answer_of(proposal: LinkProposal, partner: str) -> str:
    """What it is, once it is linked."""
    if proposal.expense is not None:
        return _("This is %(name)s") % {"name": proposal.expense.name}
    if proposal.line.amount < 0:
        return _("This is what you gave %(partner)s") % {"partner": partner}
    return _("This is what %(partner)s gave you") % {"partner": partner}

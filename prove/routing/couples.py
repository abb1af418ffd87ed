"""What somebody shares with a partner; the partner is theirs alone and asks nothing."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from chat.services import write_message
from ledger.core.models import Category
from partnerships.agreements.services import ask_for_mode, begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.services import start_partnership
from partnerships.core.standing import standing_in
from partnerships.inviting.services import invite
from partnerships.sharing.rules import add_rule

STARTED = date(2026, 3, 1)


def make_couple(person: User, word: str) -> dict[str, str]:
    """A partner who waits for an answer of theirs; the ids by the part of an address they follow."""
    partner = User.objects.create_user(f"{word.lower()}-partner@example.org", name=f"{word}Partner", currency="EUR")
    invited = invite(inviter=person, link_of=str, message=f"{word}Message, invited").invitation
    partnership = start_partnership(first=person, second=partner, currency="EUR", started_on=STARTED)
    agreement = begin_agreement(partnership=partnership, terms=Terms(starts_on=STARTED), proposed_by=person)
    asked = ask_for_mode(standing=standing_in(partner, partnership.pk), mode="pot", message=f"{word}Message")
    fuel = Category.objects.get(slug="fuel")
    rule = add_rule(standing=standing_in(person, partnership.pk), since=STARTED, category=fuel)
    said = write_message(standing=standing_in(partner, partnership.pk), text=f"{word}Message, said")
    return {
        **dict.fromkeys(("approvals", "approval"), str(asked.pk)),
        **dict.fromkeys(("sharing-rules", "for-both", "sharingrule"), str(rule.pk)),
        "agreement": str(agreement.pk),
        **dict.fromkeys(("messages", "message"), str(said.pk)),
        **dict.fromkeys(("invitations", "invitation"), str(invited.pk)),
        "partnership": str(partnership.pk),
    }

"""Actions whose names are put together, which the trail's own test cannot find in the code."""

from __future__ import annotations

from accounts.trail.words import WORDS
from partnerships.approvals.models import Approval
from partnerships.inviting.models import Invitation

NAMED = ("settlement_made", "settlement_undone", "contribution_paid", "contribution_unpaid", "partnership_paused")


def test_every_outcome_of_what_two_decide_has_words() -> None:
    decided = [f"approval_{each}" for each in Approval.Status.values if each != Approval.Status.PENDING]
    answered = [f"invitation_{each}" for each in ("accepted", "declined", "withdrawn")]
    assert {each.removeprefix("invitation_") for each in answered} <= set(Invitation.Status.values)
    assert [each for each in (*decided, *answered, *NAMED) if each not in WORDS] == []

"""A claim as its card shows it: opened, sent in, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from purchases.core.models import Claim
from purchases.pages.things.marks import claim_words
from purchases.pages.things.timeline import DONE, NOW, TO_COME

Status = Claim.Status


@dataclass(frozen=True, slots=True)
class ClaimStep:
    title: str
    on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class ClaimCard:
    claim: Claim
    steps: list[ClaimStep]

    @property
    def is_open(self) -> bool:
        return self.claim.closed_on is None

    @property
    def says(self) -> str:
        return claim_words(self.claim)


def card_of(claim: Claim) -> ClaimCard:
    closed = claim.closed_on
    sent = claim.sent_on
    answer = claim_words(claim) if closed else _("Answer")
    return ClaimCard(
        claim,
        [
            ClaimStep(_("Opened"), claim.opened_on, DONE if sent or closed else NOW),
            ClaimStep(_("Sent in"), sent, (DONE if closed else NOW) if sent else TO_COME),
            ClaimStep(answer, closed, DONE if closed else TO_COME),
        ],
    )

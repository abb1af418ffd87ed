"""Contributions are rolled up early on each day, so that the first of a month is never missed for long."""

from __future__ import annotations

from config.kernel import jobs, schedule
from config.kernel.events import receives
from partnerships.agreements import costs
from partnerships.core.events import PartnershipChanged
from partnerships.core.models import Partnership
from partnerships.statements.costs import KnownCosts
from partnerships.statements.services import roll_up, roll_up_all

ROLL_UP, ROLL_UP_ONE = "roll_up_contributions", "roll_up_couple"

costs.register(KnownCosts())
schedule.daily(hour=0, name="Roll up what couples pay into their pots", kind=ROLL_UP)


@receives(PartnershipChanged)
def begin_pot(event: PartnershipChanged) -> None:
    """A pot that was agreed on has contributions at once."""
    if event.what == "terms":
        jobs.enqueue(ROLL_UP_ONE, {"partnership": str(event.partnership_id)})


@jobs.handles(ROLL_UP)
def run_roll_up(job: jobs.JobRun) -> None:
    roll_up_all()


@jobs.handles(ROLL_UP_ONE)
def run_roll_up_one(job: jobs.JobRun) -> None:
    pot = Partnership.objects.open().filter(pk=job.payload["partnership"], mode=Partnership.Mode.POT).first()
    if pot is not None:
        roll_up(pot)

"""The ledger learns whose part a line is; what rules take is marked, and parts follow what is agreed: by jobs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.events import receives
from config.kernel.registry import deletes_person_data
from config.kernel.sql import db_uuid, is_any
from ledger.core import shares
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import reshare
from partnerships.agreements.events import AgreementMade
from partnerships.core.events import CoupleTransactionsChanged, PartnershipChanged
from partnerships.core.models import Partnership
from partnerships.core.services import on_end
from partnerships.expenses.events import SharedPaymentChanged
from partnerships.sharing.joint import RESHARE, end_where_one_is_left, enqueue_reshare, shared_months_since
from partnerships.sharing.models import JointTime, SharingRule
from partnerships.sharing.rules import APPLY, apply_rules, rules_of, rules_on
from partnerships.sharing.shares import SharedParts
from partnerships.sharing.whose import bring_own_part

OWN_PART, SWEEP = "bring_own_part", "sweep_sharing"
# More than `rules_on`, which the job asks: rules of a partnership that rests too.
_RULES = """partnerships_sharingrule WHERE account_id = %s OR (category_id IS NOT NULL AND person_id IN
    (SELECT person_id FROM ledger_moneyaccountaccess WHERE account_id = %s AND role = 'owner'))"""

shares.register(SharedParts())
# An announcement may be lost with its process; and by income the share of a month moves while it runs.
schedule.daily(hour=4, name="Bring up to date whose part each line is", kind=SWEEP)


@receives(CoupleTransactionsChanged)
def mark_by_rule(event: CoupleTransactionsChanged) -> None:
    """One query; a job only where a rule may take something."""
    if is_any(_RULES, [db_uuid(event.account_id)] * 2):
        jobs.enqueue(APPLY, {"account": str(event.account_id), "ids": [str(each) for each in event.ids]})


@receives(SharedPaymentChanged)
def follow_share(event: SharedPaymentChanged) -> None:
    if event.transaction_id is not None:
        jobs.enqueue(OWN_PART, {"transaction": str(event.transaction_id)})


@receives(AgreementMade)
def share_joint_anew(event: AgreementMade) -> None:
    for time in JointTime.objects.filter(partnership=event.partnership_id, until=None).select_related("account"):
        enqueue_reshare(time.account, event.starts_on)


@receives(PartnershipChanged)
def go_on(event: PartnershipChanged) -> None:
    """What was booked while it rested."""
    if event.what == "resumed":
        for person in User.objects.filter(memberships__partnership=event.partnership_id):
            jobs.enqueue(APPLY, {"person": str(person.pk)})


@on_end
def end_rules(partnership: Partnership, by: User | None) -> None:
    SharingRule.objects.filter(partnership=partnership).delete()


@deletes_person_data
def leave_joint_accounts(person: User) -> None:
    """Their joint accounts go to the other owner, in the ledger's own deleter, which runs after this one: from today
    on nothing there is for both.
    """
    mine = MoneyAccount.objects.owned_by(person).values("pk")
    JointTime.objects.filter(account__in=mine, until=None).update(until=person.today, left_at=timezone.now())


@jobs.handles(APPLY)
def run_apply(job: jobs.JobRun) -> None:
    account, person = job.payload.get("account"), job.payload.get("person")
    if account is not None:
        apply_rules(rules_on(UUID(account)), [UUID(each) for each in job.payload["ids"]])
        return
    found = User.objects.filter(pk=UUID(str(person))).first()
    if found is not None:
        apply_rules(rules_of(found))


@jobs.handles(OWN_PART)
def run_own_part(job: jobs.JobRun) -> None:
    entry = Transaction.objects.filter(pk=UUID(job.payload["transaction"])).select_related("account").first()
    if entry is not None:
        bring_own_part(entry)


@jobs.handles(RESHARE)
def run_reshare(job: jobs.JobRun) -> None:
    account = MoneyAccount.objects.filter(pk=UUID(job.payload["account"])).first()
    since = job.payload["since"]
    if account is not None:
        reshare(account=account, since=date.fromisoformat(since) if since else None)


@jobs.handles(SWEEP)
def run_sweep(job: jobs.JobRun) -> None:
    end_where_one_is_left()
    apply_rules(SharingRule.objects.filter(partnership__status=Partnership.Status.ACTIVE))
    shared = Transaction.objects.live().filter(shared_payment__isnull=False, booked_on__gte=shared_months_since())
    for entry in shared.select_related("account").order_by("pk").iterator():
        job.extend()
        bring_own_part(entry)
    for account in MoneyAccount.objects.filter(joint_times__until=None, joint_times__isnull=False).order_by("pk"):
        job.extend()
        reshare(account=account, since=shared_months_since())

"""What is for both without saying so each time: all of an account, or of a category, from a day on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from config.kernel import jobs
from config.kernel.audit import record
from config.kernel.live import push
from ledger.core.errors import NoLongerThere
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from partnerships.approvals.models import Approval
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.core.writing import hold_active
from partnerships.expenses.services import PAYMENT_SHARE, question_of, share_or_ask
from partnerships.expenses.worth import SHAREABLE
from partnerships.sharing import errors
from partnerships.sharing.levels import accounts_of_one
from partnerships.sharing.models import SharingRule

APPLY: Final = "apply_sharing_rules"
Role = MoneyAccountAccess.Role


@transaction.atomic
def add_rule(
    *, standing: Standing, since: date, account: MoneyAccount | None = None, category: Category | None = None
) -> SharingRule:
    """From `since` on what is paid from `account`, or for `category` and all below it from any account that is the
    person's alone, is for both. What is there already is marked by a job.

    Raises:
        FieldError: `required` unless one of the two is named, `does_not_exist` for what is not the person's,
            `unchanged` where there is such a rule.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    partnership = hold_active(standing)
    if (account is None) == (category is None):
        raise errors.one_of_two()
    if account is not None and account.pk not in {each.pk for each in accounts_of_one(standing.person)}:
        raise errors.account_not_yours("account")
    if category is not None and not Category.objects.visible_to(standing.person).filter(pk=category.pk).exists():
        raise errors.category_not_yours()
    rule = SharingRule(partnership=partnership, person=standing.person, account=account, category=category, since=since)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise errors.rule_is_there() from error
    record("sharing_rule_added", person=standing.person, rule=str(rule.pk), partnership=str(partnership.pk))
    jobs.enqueue(APPLY, {"person": str(standing.person.pk)})
    push([standing.person.pk], "sharing:changed", {"rule": str(rule.pk)})
    return rule


@transaction.atomic
def remove_rule(*, standing: Standing, rule: SharingRule) -> None:
    """What it has made for both stays so. Raises NoLongerThere: there is no such rule of the person's."""
    found = SharingRule.objects.filter(pk=rule.pk, person=standing.person)
    if not found.delete()[0]:
        raise NoLongerThere
    record("sharing_rule_removed", person=standing.person, rule=str(rule.pk), partnership=str(standing.partnership.pk))
    push([standing.person.pk], "sharing:changed", {"rule": str(rule.pk)})


def rules_of(person: User) -> QuerySet[SharingRule]:
    """Those that hold, or will once the partnership goes on."""
    found = SharingRule.objects.filter(person=person).exclude(partnership__status=Partnership.Status.ENDED)
    return found.select_related("account", "category").order_by("created_at", "pk")


def has_rule(person: User, entry: Transaction) -> bool:
    """Whether a rule of theirs would take it. Two queries, and one a level of categories."""
    return any(taken_by(each).filter(pk=entry.pk).exists() for each in rules_of(person))


def taken_by(rule: SharingRule) -> QuerySet[Transaction]:
    """What it covers of what can be shared; withheld lines are not among them."""
    owned = MoneyAccountAccess.objects.filter(person=rule.person_id, role=Role.OWNER).values("account")
    joint = MoneyAccountAccess.objects.filter(role=Role.CO_OWNER).values("account")
    found = Transaction.objects.live().filter(
        account__in=owned, booked_on__gte=rule.since, kind__in=SHAREABLE, withheld=""
    )
    found = found.exclude(account__in=joint)
    if rule.account_id is not None:
        return found.filter(account=rule.account_id)
    return found.filter(category__in=_branch(rule.category_id))


def _branch(category_id: UUID | None) -> set[UUID]:
    branch: set[UUID] = set()
    level = {category_id} if category_id else set()
    while level:
        branch |= level
        level = set(Category.objects.filter(parent__in=level).values_list("pk", flat=True)) - branch
    return branch


def rules_on(account_id: UUID) -> QuerySet[SharingRule]:
    """Active rules that may take lines of an account. One query."""
    owner = MoneyAccountAccess.objects.filter(account=account_id, role=Role.OWNER).values("person")
    return SharingRule.objects.filter(
        Q(account=account_id) | Q(category__isnull=False, person__in=owner),
        partnership__status=Partnership.Status.ACTIVE,
    )


def apply_rules(rules: QuerySet[SharingRule], ids: Collection[UUID] = ()) -> int:
    """Make for both what the rules take and nobody has said otherwise of; how many lines. Each in a transaction of its
    own; twice changes nothing. One above the threshold is asked for, once: the answer stands. What cannot be shared (no
    rate) is left as it is.
    """
    return sum(_apply(rule, key) for rule in rules.select_related("person") for key in _waiting(rule, ids))


def _waiting(rule: SharingRule, ids: Collection[UUID]) -> Iterator[UUID]:
    found = taken_by(rule).filter(shared_payment=None, personal_line=None)
    if ids:
        found = found.filter(pk__in=ids)
    asked = Approval.objects.filter(partnership=rule.partnership_id, kind=PAYMENT_SHARE)
    answered = set(asked.exclude(status=Approval.Status.OUTDATED).values_list("object_id", flat=True))
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    yield from (each for each in keys if question_of(each) not in answered)


@transaction.atomic
def _apply(rule: SharingRule, key: UUID) -> bool:
    standing = current_standing(rule.person)
    if standing is None or standing.partnership.pk != rule.partnership_id:
        return False
    try:
        hold_active(standing)
        locked = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
        entry = locked.filter(pk=key, withheld="", shared_payment=None, personal_line=None).first()
        if entry is None:
            return False
        with transaction.atomic():
            share_or_ask(standing=standing, transaction=entry)
    except (ValidationError, Overtaken):
        return False
    return True

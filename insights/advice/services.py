"""Asking whether to buy something, and what follows: the partner's word, a reminder, a purchase, or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from config.kernel import jobs
from config.kernel.live import push
from config.kernel.money import money_text
from insights.advice import errors
from insights.advice.answers import answer_of
from insights.advice.facts import INSTALMENTS, SHARED, Wish
from insights.advice.gathering import gather
from insights.advice.kinds import category_slug_of
from insights.advice.models import Advice
from insights.advice.weighing import Decided, decide
from insights.advice.writing import model_reason, with_words
from insights.language.talking import why_not
from ledger.categorising.services import suggest_many
from ledger.core import rules
from ledger.core.categoriser import Question
from ledger.core.errors import NoLongerThere
from ledger.core.models import Category, Transaction
from ledger.core.system_categories import system_category_id
from partnerships.approvals.models import Approval
from partnerships.approvals.services import request_approval, withdraw
from partnerships.core.errors import Overtaken, no_partnership
from partnerships.core.standing import current_standing
from purchases.core.models import Purchase
from purchases.core.services import create_purchase, link_payment

YEAR: Final = timedelta(days=365)
MOST_INSTALMENTS: Final = 60
LONGEST: Final = 200
CHANGED: Final = "advice:changed"
WORD: Final = "advice.word"
ASKED_KIND: Final = "purchase_advice"
Outcome = Advice.Outcome


def weigh_purchase(
    *,
    person: User,
    item_description: str,
    amount: Decimal,
    currency: str | None = None,
    on: date | None = None,
    how: str = Advice.How.ONCE,
    instalments: int | None = None,
    category_id: UUID | None = None,
) -> Advice:
    """Weigh it and keep the answer. `amount` is the whole price; `on` up to a year off, today when left out; a day
    that has passed is weighed as today.

    Raises FieldError. Queries as `gather`, nine more at most, and the one that keeps it.
    Where a model may word it, a job does.
    """
    wish = checked_wish(person, item_description, amount, currency, on, how, instalments)
    advice = weigh(person=person, wish=wish, category_id=category_id)
    advice.on = on or wish.on
    with transaction.atomic():
        advice.save(force_insert=True)
        push([person.pk], CHANGED, {"advice_id": str(advice.pk)})
        if why_not(person, "advice") is None:
            jobs.enqueue(WORD, {"advice": str(advice.pk)}, person=person)
    return advice


def word_by_model(*, person: User, key: UUID) -> bool:
    """Have a model say why in its own words, once. False where it is gone by now. Seconds; outside transactions.

    Raises:
        Unavailable: no model answers.
    """
    advice = Advice.objects.visible_to(person).select_related("person").filter(pk=key).first()
    if advice is None or "words" in advice.answer:
        return False
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        reason = model_reason(advice)
        if reason is None:
            return False
        same = Advice.objects.filter(pk=key)
        if not same.update(answer=with_words(advice.answer, reason)):
            return False
    push([person.pk], CHANGED, {"advice_id": str(key)})
    return True


def weigh(*, person: User, wish: Wish, category_id: UUID | None = None) -> Advice:
    """The answer to a checked wish, not kept: somebody only asks. Queries as `gather`, five more at most."""
    category = _category(person, wish, category_id)
    decided, answer = reweigh(person=person, wish=wish, category_id=category)
    return Advice(
        person=person,
        item_description=wish.what,
        amount=wish.amount,
        currency=wish.currency,
        on=wish.on,
        how=wish.how,
        instalments=wish.instalments,
        category_id=category,
        decision=decided.decision,
        wait_until=decided.wait_until,
        confidence=decided.confidence,
        answer=answer,
    )


def reweigh(*, person: User, wish: Wish, category_id: UUID | None) -> tuple[Decided, dict[str, Any]]:
    """As things stand now; nothing is kept. Names of ours are as in the source: `wording` says them to each reader."""
    with translation.override(None):
        facts = gather(person, wish, category_id)
    if wish.how == SHARED and not facts.has_partner:
        raise errors.no_partner()
    decided = decide(facts, wish)
    return decided, answer_of(facts, wish, decided)


def wish_of(advice: Advice, on: date) -> Wish:
    """The same question for the day `on`."""
    return Wish(advice.item_description, advice.amount, advice.currency, on, advice.how, advice.instalments)


def checked_wish(
    person: User,
    what: str,
    amount: Decimal,
    currency: str | None,
    on: date | None,
    how: str,
    instalments: int | None,
) -> Wish:
    """Raises FieldError."""
    what, today = " ".join(what.split())[:LONGEST], person.today
    if not what:
        raise errors.what_missing()
    currency = currency or person.currency
    rules.check_amount_by_hand(amount, currency)
    if on is not None and abs(on - today) > YEAR:
        raise errors.too_far()
    if how == INSTALMENTS and not 2 <= (instalments or 0) <= MOST_INSTALMENTS:
        raise errors.not_so_many(MOST_INSTALMENTS)
    if how != INSTALMENTS and instalments not in (None, 1):
        raise errors.no_instalments()
    return Wish(what, amount, currency, max(on or today, today), how, instalments or 1)


def _category(person: User, wish: Wish, category_id: UUID | None) -> UUID | None:
    """The one that was said, else the likeliest by the person's own choices and what everybody knows."""
    if category_id is not None:
        found = Category.objects.visible_to(person).filter(pk=category_id).first()
        rules.check_category(found, person=person, kind=Transaction.Kind.EXPENSE)
        if found is None:
            raise errors.no_category()
        return category_id
    question = Question(payee=wish.what, notes="", kind=Transaction.Kind.EXPENSE, amount=wish.amount)
    [suggested] = suggest_many(person, [question])
    if suggested is not None:
        return suggested.category_id
    slug = category_slug_of(wish.what)
    return system_category_id(slug) if slug else None


@transaction.atomic
def ask_partner(*, advice: Advice, message: str = "") -> Approval:
    """Ask for the partner's word; they read what it is, its price, when and how, and none of one's figures.

    Raises Overtaken: `no_partnership`, `partnership_paused`, `already_asked`. FieldError `bought_already`.
    """
    fresh = _held(advice)
    if fresh.purchase_id is not None:
        raise errors.bought_already()
    standing = current_standing(fresh.person)
    if standing is None:
        raise no_partnership()
    asked = request_approval(
        standing=standing,
        kind=ASKED_KIND,
        object_id=fresh.pk,
        base_version=None,
        title=fresh.item_description,
        before={},
        after={
            "price": {"amount": money_text(fresh.amount, fresh.currency), "currency": fresh.currency},
            "on": max(fresh.on, fresh.person.today),
            "how": fresh.how,
            "instalments": fresh.instalments if fresh.how == INSTALMENTS else None,
        },
        message=message,
    )
    fresh.approval, fresh.outcome = asked, Outcome.ASKED
    _keep(fresh, "approval", "outcome")
    return asked


@transaction.atomic
def buy(*, advice: Advice, transaction_id: UUID | None = None, is_here: bool = False) -> Purchase:
    """It becomes a thing: on its way, or `is_here` already, with its payment where that is named. Once.

    Raises FieldError: `bought_already`, and as `link_payment`.
    """
    fresh = _held(advice)
    if fresh.purchase_id is not None:
        raise errors.bought_already()
    _withdraw_asked(fresh)
    bought = create_purchase(
        owner=fresh.person,
        product_name=fresh.item_description,
        price=fresh.amount,
        currency=fresh.currency,
        category_id=fresh.category_id,
        status=Purchase.Status.RECEIVED if is_here else Purchase.Status.ORDERED,
        purchase_date=fresh.person.today,
    )
    if transaction_id is not None:
        bought = link_payment(purchase=bought, linked_by=fresh.person, transaction_id=transaction_id)
    fresh.purchase, fresh.outcome, fresh.remind_on = bought, Outcome.BOUGHT, None
    _keep(fresh, "purchase", "outcome", "remind_on")
    return bought


@transaction.atomic
def remind(*, advice: Advice, on: date | None = None) -> Advice:
    """Weigh it again on that day and say so; `on` None: the day it is to wait until, else a month from today.

    Raises FieldError: `day_not_ahead`, `bought_already`.
    """
    fresh = _held(advice)
    if fresh.purchase_id is not None:
        raise errors.bought_already()
    today = fresh.person.today
    usual = fresh.wait_until if fresh.wait_until and fresh.wait_until > today else today + timedelta(days=30)
    day = on or usual
    if not today < day <= today + YEAR:
        raise errors.day_not_ahead()
    fresh.remind_on, fresh.outcome = day, Outcome.WAITING
    _keep(fresh, "remind_on", "outcome")
    return fresh


@transaction.atomic
def stop_reminding(*, advice: Advice) -> Advice:
    """Twice is once."""
    fresh = _held(advice)
    fresh.remind_on = None
    if fresh.outcome == Outcome.WAITING:
        fresh.outcome = Outcome.OPEN
    _keep(fresh, "remind_on", "outcome")
    return fresh


@transaction.atomic
def drop(*, advice: Advice) -> Advice:
    """It is not wanted any more: nobody is reminded, and the partner's word is not needed."""
    fresh = _held(advice)
    if fresh.purchase_id is not None:
        raise errors.bought_already()
    _withdraw_asked(fresh)
    fresh.remind_on, fresh.outcome = None, Outcome.DROPPED
    _keep(fresh, "remind_on", "outcome")
    return fresh


@transaction.atomic
def delete_advice(*, advice: Advice) -> None:
    """The thing it became stays; what the partner was asked is withdrawn."""
    fresh = _held(advice)
    _withdraw_asked(fresh)
    person_id, key = fresh.person_id, str(fresh.pk)
    fresh.delete()
    push([person_id], CHANGED, {"advice_id": key})


def _held(advice: Advice) -> Advice:
    """As it stands now, locked until commit. Raises NoLongerThere."""
    locked = Advice.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    fresh = locked.filter(pk=advice.pk).first()
    if fresh is None:
        raise NoLongerThere
    return fresh


def _keep(fresh: Advice, *fields: str) -> None:
    fresh.save(update_fields=list(fields))
    push([fresh.person_id], CHANGED, {"advice_id": str(fresh.pk)})


def _withdraw_asked(fresh: Advice) -> None:
    """What was decided, or asked in a partnership that rests or is over, stays as it is."""
    if fresh.approval_id is None:
        return
    waiting = Approval.objects.filter(pk=fresh.approval_id, status=Approval.Status.PENDING).first()
    standing = current_standing(fresh.person) if waiting else None
    if waiting is None or standing is None or standing.partnership.pk != waiting.partnership_id:
        return
    try:
        withdraw(approval=waiting, by=standing)
    except Overtaken:
        return

"""What the demo household has bought: things, warranties, a repair, papers, and what each shows the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from accounts.saved.services import save_view
from config.kernel.folding import fold
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id
from purchases.core import services
from purchases.core.models import Brand, Claim, Purchase, Retailer
from purchases.core.values import end_after
from purchases.demo.papers import keep_demo_paper
from purchases.demo.story import (
    IN_REPAIR,
    OPENED,
    PROBLEM,
    RECEIPT,
    REFERENCE,
    SAID,
    SENT,
    THINGS,
    VIEWS,
    WAITING,
    Cover,
    Thing,
)
from purchases.documents.services import attach_document

# How far from the day of a thing its payment may be.
_NEAR = timedelta(days=45)


def furnish(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    """Twelve things with twenty papers; about a second, half of it waiting for the disk."""
    for planned in THINGS:
        owner = people[planned.owner]
        made = _buy(owner, planned, today)
        for kind in planned.papers:
            attach_document(document=keep_demo_paper(owner, made, kind, planned.shop), by=owner, purchase=made)
        if planned.name == IN_REPAIR:
            _send_in(owner, made, today)
        if planned.name == WAITING:
            keep_demo_paper(owner, made, RECEIPT, planned.shop)
        if planned.is_shown:
            services.share_purchase(purchase=made, shared_by=owner)
    for who, page, name, query in VIEWS:
        save_view(person=people[who], page=page, name=name, query=query)


def _buy(owner: User, planned: Thing, today: date) -> Purchase:
    paid = _payment(owner, planned, today)
    bought = paid.booked_on if paid else today - timedelta(days=planned.days_ago)
    came = None if planned.came is None else min(today, bought + timedelta(days=planned.came))
    made = services.create_purchase(
        owner=owner,
        product_name=planned.name,
        price=-paid.amount if paid else planned.euros,
        currency="EUR",
        retailer_id=_name(Retailer, owner, planned.shop),
        brand_id=_name(Brand, owner, planned.brand) if planned.brand else None,
        category_id=system_category_id(planned.category),
        status=Purchase.Status.ORDERED if came is None else Purchase.Status.RECEIVED,
        purchase_date=bought,
        received_date=came,
        return_until=None if planned.returns_in is None else today + timedelta(days=planned.returns_in),
        serial_number=planned.serial,
        location=planned.place,
        notes=planned.notes,
        tags=list(planned.tags),
        life_months=planned.months,
        in_net_worth=planned.months is not None,
    )
    for cover in planned.covers:
        start = came or bought
        services.add_warranty(purchase=made, added_by=owner, **_values(cover, start, today))
    if paid is not None:
        made = services.link_payment(purchase=made, linked_by=owner, transaction_id=paid.pk)
    return made


def _values(cover: Cover, start: date, today: date) -> dict[str, Any]:
    end = None if cover.months is None else end_after(start, cover.months)
    if cover.days_left is not None:
        end = today + timedelta(days=cover.days_left)
    return {
        "warranty_start": start,
        "warranty_end": end,
        "warranty_type": cover.kind,
        "provider": cover.provider,
        "notes": cover.notes,
    }


def _payment(owner: User, planned: Thing, today: date) -> Transaction | None:
    """The dearest of those that may have paid it, not long from the day it was bought."""
    if not planned.paid_as:
        return None
    day = today - timedelta(days=planned.days_ago)
    paid = Transaction.objects.owned_by(owner).live().filter(payee__in=planned.paid_as, amount__lt=0)
    near = paid.filter(booked_on__range=(day - _NEAR, min(today, day + _NEAR)), account__currency="EUR")
    return near.order_by("amount", "pk").first()


def _name(model: type[Retailer] | type[Brand], owner: User, name: str) -> Any:
    """The common one, else one of the person's own."""
    known = model.objects.visible_to(owner).filter(name_key=fold(name)).first()
    return (known or services.add_name(model, owner=owner, name=name)).pk


def _send_in(owner: User, made: Purchase, today: date) -> None:
    cover = made.warranties.filter(warranty_type="manufacturer").first()
    claim = services.open_claim(
        purchase=made,
        opened_by=owner,
        warranty_id=cover.pk if cover else None,
        problem=PROBLEM,
        reference=REFERENCE,
        opened_on=today - timedelta(days=OPENED),
    )
    services.change_claim(
        claim=claim,
        changed_by=owner,
        status=Claim.Status.SENT,
        sent_on=today - timedelta(days=SENT),
        notes=SAID,
    )

"""Four identities, and one of everything that belongs to the owner, each thing with a word to recognise it by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from accounts.keys.services import create_key
from accounts.models import User
from config.kernel import audit
from config.kernel.models import AuditEntry, Job, KeptMail
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.models import Transaction
from ledger.core.services.rates import enter_rate
from ledger.imports.models import ImportMapping
from ledger.imports.services import start_import
from ledger.pairing.models import Proposal
from ledger.reconciling.services import keep_balance_by_hand

PASSWORD = "a rather long pass phrase"
LOG_IN = "/_allauth/app/v1/auth/login"
UUID_LENGTH = 36
MONEY_WORDS = [
    "MarkerPayee",
    "MarkerNotes",
    "MarkerAccount",
    "MarkerSavings",
    "MarkerCategory",
    "MarkerBinned",
    "MarkerShop",
    "MarkerRule",
    "0.9187654",
]
STATEMENT = b"Booking date;Payee;Purpose;Amount;Currency\n2026-03-04;MarkerShop;Card 4711;-65.00;EUR\n"


@dataclass
class Cast:
    """`ids` are named by the part of an address they follow; `markers` are the owner's words and ids."""

    ids: dict[str, str] = field(default_factory=dict)
    markers: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, identity: str, *, by_token: bool) -> Client:
        """A new client each time, since a log-out would spoil the next request. `by_token`: as an app calls."""
        if identity == "nobody":
            return Client()
        if by_token:
            return Client(headers={"Authorization": f"Bearer {self.tokens[identity]}"})
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[identity]
        return client

    def log_in(self, identity: str, person: User) -> None:
        client = Client()
        client.force_login(person)
        client.get("/accounts/email/")
        self.cookies[identity] = client.cookies[settings.SESSION_COOKIE_NAME].value
        body = {"email": person.email, "password": PASSWORD}
        answer: Any = Client().post(LOG_IN, body, content_type="application/json")
        self.tokens[identity] = answer.json()["meta"]["access_token"]


def make_cast() -> Cast:
    cast = Cast()
    staff = User.objects.create_superuser("sam@example.org", PASSWORD, name="Sam")
    stranger = User.objects.create_user("carla@example.org", PASSWORD, name="Carla")
    owner = User.objects.create_user("marker-person@example.org", PASSWORD, name="MarkerName", currency="EUR")
    for identity, person in (("staff", staff), ("stranger", stranger), ("owner", owner)):
        cast.log_in(identity, person)
        services.create_money_account(owner=person, currency="EUR", name=f"Own {identity}")
    session = UserSession.objects.filter(user=owner).latest("pk")
    cast.ids = {
        **_make_money(owner),
        **_make_traces(owner),
        "sessions": str(session.pk),
        "usersession": str(session.pk),
        "keys": str(create_key(person=owner, name="MarkerKey", scopes=["imports"], expires_at=None)[0].pk),
        **dict.fromkeys(("user", "people"), str(owner.pk)),
        "emailaddress": str(EmailAddress.objects.get_or_create(user=owner, email=owner.email)[0].pk),
        "admin": "accounts",
        "anything": "1",
    }
    ids = [each for each in cast.ids.values() if len(each) == UUID_LENGTH]
    cast.markers = [*MONEY_WORDS, "MarkerFile", owner.name, owner.email, *ids]
    return cast


def _make_money(owner: User) -> dict[str, str]:
    account = services.create_money_account(owner=owner, currency="EUR", name="MarkerAccount")
    savings = services.create_money_account(owner=owner, currency="EUR", name="MarkerSavings", type="savings")
    category = services.create_category(owner=owner, name="MarkerCategory")
    entry = services.record_transaction(
        account=account,
        recorded_by=owner,
        amount=Decimal("-1234.56"),
        booked_on=date(2026, 3, 2),
        payee="MarkerPayee",
        notes="MarkerNotes",
        category=category,
    )
    binned = services.record_transaction(
        account=account, recorded_by=owner, amount=Decimal(-1), booked_on=date(2026, 3, 1), payee="MarkerBinned"
    )
    services.bin_transaction(entry=Transaction.objects.get(pk=binned.pk))
    transfer = services.record_transfer(
        from_account=account,
        to_account=savings,
        recorded_by=owner,
        amount=Decimal("77.70"),
        booked_on=date(2026, 3, 3),
    )
    rate = enter_rate(person=owner, base="USD", currency="EUR", rate=Decimal("0.9187654"), on=date(2026, 3, 3))
    balance = keep_balance_by_hand(account=account, kept_by=owner, on=date(2026, 3, 4), amount=Decimal("13579.11"))
    rule = create_rule(person=owner, payee="MarkerRule", category=category)
    arrived = services.record_transaction(
        account=savings, recorded_by=owner, amount=Decimal("1234.56"), booked_on=date(2026, 3, 2), payee="MarkerPayee"
    )
    proposal = Proposal.objects.create(
        person=owner, kind="transfer", first=entry, second=arrived, score=40, reason="same_day"
    )
    dropped = start_import(person=owner, data=STATEMENT, filename="MarkerFile.csv")
    form = ImportMapping.objects.create(person=owner, account=account, shape=dropped.shape, name="MarkerForm")
    return {
        **dict.fromkeys(("money-accounts", "moneyaccount", "reconcile"), str(account.pk)),
        **dict.fromkeys(("categories", "category"), str(category.pk)),
        **dict.fromkeys(("imports", "import"), str(dropped.pk)),
        **dict.fromkeys(("import-forms", "forms"), str(form.pk)),
        **dict.fromkeys(("balances", "bank-balances"), str(balance.pk)),
        **dict.fromkeys(("batches", "account"), "0"),
        **dict.fromkeys(("transactions", "sort"), str(entry.pk)),
        **dict.fromkeys(("rules", "rule"), str(rule.pk)),
        "binned": str(binned.pk),
        "transfers": str(transfer.pk),
        "pairs": str(proposal.pk),
        **dict.fromkeys(("exchange-rates", "rates"), str(rate.pk)),
    }


def _make_traces(owner: User) -> dict[str, str]:
    """What the product itself keeps about the owner, for staff."""
    job = Job.objects.create(kind="probe", person=owner)
    mail = KeptMail.objects.create(to=owner.email, subject="Your code", body="123456")
    audit.record("probe", person=owner)
    entry = AuditEntry.objects.get(action="probe", person=owner)
    return {"job": str(job.pk), "keptmail": str(mail.pk), "auditentry": str(entry.pk)}

"""The people who ask, and what two of them have: each thing with a word to recognise it by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.headless.tokens.strategies.jwt import internal as jwt
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.keys.scopes import WORDS
from accounts.keys.services import create_key
from accounts.models import User
from accounts.notifications.devices import digest_of
from accounts.notifications.models import Notification, PushDevice
from accounts.saved.services import save_view
from config.kernel import audit
from config.kernel.models import AuditEntry, Job, KeptMail
from ledger.budgets.models import Allocation, Budget
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.rates import enter_rate
from ledger.core.services.refunds import link_refund
from ledger.goals.services import contribute, create_goal
from ledger.holdings.models import PositionMove
from ledger.holdings.services import create_position
from ledger.holdings.wallets import link_wallet
from ledger.imports.models import ImportMapping
from ledger.imports.services import start_import
from ledger.pairing.models import Proposal
from ledger.reconciling.services import keep_balance_by_hand
from ledger.recurring.models import Recurring, RecurringNotice, RecurringOffer
from ledger.recurring.services import create_recurring
from prove.routing.assistant import make_conversation
from prove.routing.couples import make_couple
from prove.routing.feed import make_told
from prove.routing.household import PARTNER, Household
from prove.routing.identities import AREAS, READING_SCOPES, Identity
from prove.routing.language import make_call
from prove.routing.shared_money import make_shared_money
from prove.routing.things import make_things

PASSWORD = "a rather long pass phrase"  # noqa: S105 of people who live for seconds
LOG_IN = "/_allauth/app/v1/auth/login"
A_LONG_WALK = timedelta(days=1)
UUID_LENGTH = 36
DAY = date(2026, 3, 2)
# What each has their own of: one figure that no sum of others comes to by chance, and the file the bank gave them.
RATES = {"Marker": Decimal("0.9187654"), "Other": Decimal("0.8276543"), "Partners": Decimal("0.7183651")}
INCOMES = {"Marker": Decimal("817.93"), "Other": Decimal("100.00")}
# Each plans a month that the others have no budget for.
PLANNED = {"Marker": date(2026, 4, 1), "Other": date(2026, 5, 1), "Partners": date(2026, 6, 1)}
THINGS = (
    "Payee", "Notes", "Account", "Savings", "Bank", "Category", "Binned", "Shop", "Rule", "Transfer", "Split",
    "Seen", "Goal", "Message", "Target", "View",
    "Product", "Retailer", "Brand", "Serial", "Shelf", "Tag", "Provider", "Problem", "Reference",
)  # fmt: skip
# Staff see on their own site that these exist, never what they are worth.
NAMES = ("File", "Form", "Key", "Person")


@dataclass
class Actor:
    """A person with every way in. `ids` are named by the part of an address they follow; `words` tell on them.

    `household`: who else knows something of theirs, and what those must not be told.
    """

    person: User
    cookie: str
    token: str
    keys: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    household: Household | None = None

    @property
    def markers(self) -> list[str]:
        """All that nobody else may be told: words, names, the address and every id."""
        ids = {each for each in self.ids.values() if len(each) == UUID_LENGTH}
        return [
            *self.words,
            *self.names,
            self.person.email,
            *sorted(ids),
            *sorted(each.replace("-", "") for each in ids),
        ]


Cast = dict[str, Actor]


def make_cast(*, whole: bool = False) -> Cast:
    """ana, who owns; carla, a stranger with the same things under other words; sam and kim, who are staff.

    kim has no permission of any model. `whole` with ben, her partner, dev, her partner of former days, and eve, whom
    she has invited.
    """
    people = {
        "ana": User.objects.create_user("marker-person@example.org", PASSWORD, name="MarkerPerson", currency="EUR"),
        "carla": User.objects.create_user("carla@example.org", PASSWORD, name="Carla", currency="EUR"),
        "sam": User.objects.create_superuser("sam@example.org", PASSWORD, name="Sam"),
        "kim": User.objects.create_user("kim@example.org", PASSWORD, name="Kim", is_staff=True),
    }
    household = Household(people["ana"]) if whole else None
    cast = {name: _come_in(person) for name, person in people.items()}
    for name, word in (("ana", "Marker"), ("carla", "Other")):
        _give(cast[name], word)
    for name in ("sam", "kim"):
        services.create_money_account(owner=people[name], currency="EUR", name=f"Own {name}")
    if household is not None:
        owner = cast["ana"]
        household.furnish(owner.ids, owner.words, owner.names)
        owner.household = household
        people |= household.people
        cast |= {name: _come_in(person) for name, person in household.people.items()}
        # What the two share is his as well.
        cast[PARTNER].ids = {**owner.ids, **_make_money(people[PARTNER], "Partners")}
    # Else whoever was away for five minutes of a slow walk would be noted as back, in the middle of a comparison.
    User.objects.filter(pk__in=[each.pk for each in people.values()]).update(last_seen=timezone.now() + A_LONG_WALK)
    return cast


def way_in(cast: Cast, identity: Identity, route: str) -> dict[str, str]:
    """The headers with which an identity comes to a route: an app's token, a key, or a browser's cookie."""
    if identity.actor is None:
        return {}
    actor = cast[identity.actor]
    if identity.key:
        return {"Authorization": f"Bearer {actor.keys[identity.key_for(route)]}"}
    if route.startswith(("api/", "_allauth/")):
        return {"Authorization": f"Bearer {actor.token}"}
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={actor.cookie}"}


def _come_in(person: User) -> Actor:
    client = Client()
    client.force_login(person)
    client.get("/accounts/email/")
    Client().post(LOG_IN, {"email": person.email, "password": PASSWORD}, content_type="application/json")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Actor(person, cookie, token_of(person, cookie, A_LONG_WALK), _keys(person))


def token_of(person: User, session: str, life: timedelta, use: str = "access") -> str:
    """A token as the log-in of the API gives it, of another life or use."""
    sid = jwt.session_key_to_sid(session)
    token, _payload = jwt.create_token(use, sub=str(person.pk), sid=sid, expires_in=int(life.total_seconds()))
    return str(token)


def _keys(person: User) -> dict[str, str]:
    """One that lacks each area, one that only reads, one with everything, one that was revoked."""
    offered = [each for each in WORDS if person.is_staff or not each.startswith(("admin", "backups"))]
    wanted = {f"without {area}": [each for each in offered if each not in scopes] for area, scopes in AREAS.items()}
    wanted |= {"reading": [each for each in offered if each in READING_SCOPES], "full": offered, "revoked": offered}
    made = {
        name: create_key(person=person, name=name, scopes=scopes, expires_at=None) for name, scopes in wanted.items()
    }
    made["revoked"][0].delete()
    return {name: secret for name, (_key, secret) in made.items()}


def _give(actor: Actor, word: str) -> None:
    person = actor.person
    person.monthly_income = INCOMES[word]
    person.financial_goals = [f"{word}Goal"]
    person.save(update_fields=["monthly_income", "financial_goals"])
    session = UserSession.objects.filter(user=person).latest("pk")
    key, _secret = create_key(person=person, name=f"{word}Key", scopes=["imports"], expires_at=None)
    actor.ids = {
        **_make_money(person, word),
        **_make_traces(person, word),
        **make_couple(person, word),
        **make_shared_money(person, word),
        **dict.fromkeys(("sessions", "usersession"), str(session.pk)),
        "keys": str(key.pk),
        **_make_saved(person, word),
        **_make_told(person, word),
        **dict.fromkeys(("user", "people"), str(person.pk)),
        "emailaddress": str(EmailAddress.objects.get_or_create(user=person, email=person.email)[0].pk),
        "admin": "accounts",
        "anything": "1",
    }
    actor.words = [*(f"{word}{each}" for each in THINGS), str(RATES[word]), str(INCOMES[word])]
    actor.names = [f"{word}{each}" for each in NAMES]


def _make_saved(person: User, word: str) -> dict[str, str]:
    view = save_view(person=person, page="transactions", name=f"{word}View", query=f"search={word}Payee")
    return {"saved-views": str(view.pk), "of": view.page}


def _make_told(person: User, word: str) -> dict[str, str]:
    data = {"name": f"{word}File"}
    told = Notification.objects.create(person=person, kind="import_done", cause=f"walk:{word}", data=data)
    address = f"https://push.example.org/{word}"
    device = PushDevice.objects.create(person=person, service="web", digest=digest_of(address), address=address)
    return {
        **dict.fromkeys(("notifications", "notification"), str(told.pk)),
        **dict.fromkeys(("devices", "pushdevice"), str(device.pk)),
    }


def _make_money(owner: User, word: str) -> dict[str, str]:
    account = services.create_money_account(
        owner=owner, currency="EUR", name=f"{word}Account", institution=f"{word}Bank"
    )
    savings = services.create_money_account(owner=owner, currency="EUR", name=f"{word}Savings", type="savings")
    category = services.create_category(owner=owner, name=f"{word}Category")
    shipped = Category.objects.filter(owner=None, is_active=True).earliest("pk")
    services.override_category(category=shipped, person=owner, name=f"{word}Seen")
    entry = services.record_transaction(
        account=account,
        recorded_by=owner,
        amount=Decimal("-1234.56"),
        booked_on=DAY,
        payee=f"{word}Payee",
        notes=f"{word}Notes",
        category=category,
    )
    binned = services.record_transaction(
        account=account, recorded_by=owner, amount=Decimal(-1), booked_on=DAY, payee=f"{word}Binned"
    )
    services.bin_transaction(entry=Transaction.objects.get(pk=binned.pk))
    transfer = services.record_transfer(
        from_account=account,
        to_account=savings,
        recorded_by=owner,
        amount=Decimal("77.70"),
        booked_on=DAY,
        notes=f"{word}Transfer",
    )
    parts = [(category, Decimal("-10.50")), (shipped, Decimal("-4.50"))]
    split = services.record_transaction(
        account=account, recorded_by=owner, amount=Decimal(-15), booked_on=DAY, payee=f"{word}Split", lines=parts
    )
    refund = services.record_transaction(
        account=account, recorded_by=owner, amount=Decimal(15), booked_on=DAY, payee=f"{word}Split"
    )
    link_refund(refund=refund, purchase=split, linked_by=owner)
    return {
        **dict.fromkeys(("money-accounts", "moneyaccount", "reconcile"), str(account.pk)),
        "savings": str(savings.pk),
        **dict.fromkeys(("categories", "category", "priorities"), str(category.pk)),
        **dict.fromkeys(("transactions", "sort"), str(entry.pk)),
        "binned": str(binned.pk),
        "split": str(split.pk),
        "refund": str(refund.pk),
        "transfers": str(transfer.pk),
        **_make_surroundings(owner, word, account, savings, category, entry),
    }


def _make_surroundings(
    owner: User, word: str, account: MoneyAccount, savings: MoneyAccount, category: Category, entry: Transaction
) -> dict[str, str]:
    rate = enter_rate(person=owner, base="USD", currency="EUR", rate=RATES[word], on=DAY)
    balance = keep_balance_by_hand(account=account, kept_by=owner, on=date(2026, 3, 4), amount=Decimal("13579.11"))
    rule = create_rule(person=owner, payee=f"{word}Rule", category=category)
    arrived = services.record_transaction(
        account=savings, recorded_by=owner, amount=Decimal("1234.56"), booked_on=DAY, payee=f"{word}Payee"
    )
    proposal = Proposal.objects.create(
        person=owner, kind="transfer", first=entry, second=arrived, score=40, reason="same_day"
    )
    statement = f"Booking date;Payee;Purpose;Amount;Currency\n2026-03-04;{word}Shop;Card 4711;-65.00;EUR\n"
    recurring = create_recurring(
        recorded_by=owner,
        account=account,
        kind="expense",
        amount=Decimal("24680.13"),
        payee=f"{word}Rent",
        notes=f"{word}Flat",
        category=category,
        frequency="monthly",
        starts_on=DAY,
    )
    dropped = start_import(person=owner, data=statement.encode(), filename=f"{word}File.csv")
    form = ImportMapping.objects.create(person=owner, account=account, shape=dropped.shape, name=f"{word}Form")
    return {
        **dict.fromkeys(("imports", "import"), str(dropped.pk)),
        **dict.fromkeys(("import-forms", "forms"), str(form.pk)),
        **dict.fromkeys(("balances", "bank-balances"), str(balance.pk)),
        **dict.fromkeys(("batches", "account"), "0"),
        **dict.fromkeys(("rules", "rule"), str(rule.pk)),
        "recurring": str(recurring.pk),
        **_make_noticed(recurring, word),
        **_make_goal(owner, word, savings),
        **_make_position(owner, word),
        **_make_budget(owner, word, category),
        **make_things(owner, word, entry),
        **make_call(owner, word),
        **make_told(owner, word, PLANNED[word]),
        **make_conversation(owner, word),
        "arrived": str(arrived.pk),
        "pairs": str(proposal.pk),
        **dict.fromkeys(("exchange-rates", "rates"), str(rate.pk)),
    }


def _make_noticed(recurring: Recurring, word: str) -> dict[str, str]:
    """What was found in the history and what was odd."""
    offer = RecurringOffer.objects.create(
        account=recurring.account,
        payee=f"{word}Offer",
        payee_key=word.lower(),
        amount=Decimal("-97531.24"),
        low=Decimal(1),
        high=Decimal(2),
        frequency="monthly",
        interval=1,
        starts_on=DAY,
        times=3,
    )
    notice = RecurringNotice.objects.create(
        recurring=recurring, kind="missed", due_on=DAY, amount=recurring.amount, before=Decimal("-86420.13")
    )
    return {"offers": str(offer.pk), "notices": str(notice.pk)}


def _make_position(owner: User, word: str) -> dict[str, str]:
    """One they hold, in an account of its own."""
    account = services.create_money_account(owner=owner, currency="EUR", name=f"{word}Depot", type="investment")
    position = create_position(
        account=account,
        person=owner,
        name=f"{word}Fund",
        note=f"{word}Notes",
        shares=Decimal("13.57"),
        entry_price=Decimal("86.42"),
        opened_on=DAY,
    )
    move = PositionMove.objects.get(position=position)
    # A wallet of its own chain's kind of address, which nobody else of the cast has.
    address = f"0x{position.pk.hex}{position.pk.hex[:8]}"
    wallet = link_wallet(person=owner, chain="ethereum", address=address, name=f"Wallet {word}")
    return {
        **dict.fromkeys(("positions", "position", "investments"), str(position.pk)),
        "moves": str(move.pk),
        **dict.fromkeys(("wallets", "wallet"), str(wallet.pk)),
    }


def _make_goal(owner: User, word: str, savings: MoneyAccount) -> dict[str, str]:
    """One of their own, late and with money in it."""
    goal = create_goal(
        person=owner,
        name=f"{word}Target",
        description=f"{word}Notes",
        target_amount=Decimal("54321.98"),
        target_date=DAY,
        monthly_amount=Decimal("1.23"),
        account_id=savings.pk,
    )
    part = contribute(goal=goal, person=owner, amount=Decimal("43.21"), on=DAY, note=f"{word}Notes")
    return {**dict.fromkeys(("goals", "goal"), str(goal.pk)), **dict.fromkeys(("contributions", "money"), str(part.pk))}


def _make_budget(owner: User, word: str, category: Category) -> dict[str, str]:
    """A month that is over, of which one amount is planned."""
    month = PLANNED[word]
    budget = Budget.objects.create(
        owner=owner, month=month, currency="EUR", total_income=Decimal("864.20"), risk_tolerance="moderate"
    )
    Allocation.objects.create(budget=budget, category=category, allocated_amount=Decimal("135.79"))
    return {
        **dict.fromkeys(("plan", "budget"), str(budget.pk)),
        "budgets": f"{month:%Y-%m}",
        "allocations": str(category.pk),
    }


def _make_traces(owner: User, word: str) -> dict[str, str]:
    """What the product itself keeps about a person, for staff."""
    job = Job.objects.create(kind="probe", person=owner)
    mail = KeptMail.objects.create(to=owner.email, subject="Your code", body="123456")
    audit.record("probe", person=owner)
    entry = AuditEntry.objects.get(action="probe", person=owner)
    return {"job": str(job.pk), "keptmail": str(mail.pk), "auditentry": str(entry.pk)}

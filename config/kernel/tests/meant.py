"""Of one person something of all that higher apps hold a restored database against."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation
from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.feed.models import Insight, MonthWords
from insights.investing.models import InvestingPlan
from insights.language.models import LanguageConsent
from ledger.core.services import create_money_account
from ledger.holdings import wallets
from ledger.holdings.models import Position
from ledger.holdings.services import create_position, record_move
from ledger.holdings.wallet_models import WalletTransaction

ADDRESS = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"


def write_what_is_meant(person: User) -> Position:
    """A position with a yield, a wallet with an event, an insight, a verdict, advice, a plan, a talk."""
    now = timezone.now()
    depot = create_money_account(owner=person, currency="EUR", name="Depot", type="investment", subtype="brokerage")
    position = create_position(account=depot, person=person, name="Fund", shares=Decimal(2), entry_price=Decimal(50))
    record_move(position=position, person=person, kind="yield", amount=Decimal("1.50"))
    wallet = wallets.link_wallet(person=person, chain="ethereum", address=ADDRESS)
    WalletTransaction.objects.create(
        wallet=wallet, event_id="1", transaction_hash="1", block_number=1, timestamp=now, amount=Decimal("0.5"),
        transaction_type="deposit", is_incoming=True,
    )  # fmt: skip
    Insight.objects.create(
        person=person, insight_type="saving", kind="more", cause="saved:2026-10", title="More saved", content="12 more",
        priority=60, url="/insights/", icon="piggy-bank", expires_at=now + timedelta(days=9), dismissed_at=now,
    )  # fmt: skip
    MonthWords.objects.create(person=person, month=date(2026, 10, 1), paragraphs=["October."])
    Usual.objects.create(person=person, kind="amount", payee_key="garage", currency="EUR", up_to=Decimal(400))
    Advice.objects.create(
        person=person, item_description="Bicycle", amount=Decimal(900), currency="EUR", on=date(2026, 11, 20),
        decision="wait", wait_until=date(2027, 1, 5), confidence="high",
    )  # fmt: skip
    InvestingPlan.objects.create(
        person=person, position_limit=20, protocol_limit=10, currency_limit=30, cash_months=3, fee_limit=Decimal("0.5")
    )
    LanguageConsent.objects.create(person=person, what="answers", recipient="model.example")
    talk = Conversation.objects.create(person=person, title="What is left?", last_at=now)
    said = AssistantMessage.objects.create(
        person=person, conversation=talk, role="assistant", content="240.00 EUR are left.", source="local"
    )
    AssistantAction.objects.create(
        person=person, message=said, kind="set_budget", label="Set it", payload={}, expires_at=now
    )
    return position

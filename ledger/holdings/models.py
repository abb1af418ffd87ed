from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.decimals import ExactDecimalField
from config.kernel.ids import new_id
from config.kernel.money import ZERO, MoneyField, validate_currency
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.holdings.fields import SharesField

LOWEST_APY, HIGHEST_APY = Decimal(-100), Decimal(1000)


def validate_apy(percent: Decimal) -> None:
    """Per cent a year with at most four decimals; contracts that promise more than 1000 are not believed."""
    if percent != round(percent, 4):
        raise ValidationError(_("At most four decimals."), code="too_many_decimals")


class PositionQuerySet(models.QuerySet["Position"]):
    def visible_to(self, user: User | AnonymousUser) -> PositionQuerySet:
        """Positions of accounts whose lines `user` sees today: who sees totals only is told no position."""
        if not user.is_authenticated:
            return self.none()
        grants = MoneyAccountAccess.objects.granted_to(user, level=MoneyAccountAccess.Level.FULL)
        return self.filter(account__in=grants.values("account"))

    def owned_by(self, user: User | AnonymousUser) -> PositionQuerySet:
        """Those `user` may change: of accounts they own or co-own."""
        return self.filter(account__in=MoneyAccount.objects.owned_by(user).values("pk"))

    def open(self) -> PositionQuerySet:
        return self.filter(closed_on__isnull=True)


class Position(models.Model):
    """Shares of something, held in an investment account; the account's balance is the cash beside it.

    All amounts are in `currency`, which need not be the account's. What follows the moves (`shares`, `entry_price`,
    `cost`, `invested`, `returned`, `yield_earned`) and the values (`price`, `current_value`, `valued_on`) is kept by
    services only. `entry_price` is what a share that is held cost on average, `cost` what all of them did; `invested`
    is the cash that went in over its life, fees too, `returned` what came back, yields too. `apy` is per cent a year.
    `protocol_name`, `position_id` and `asset_address` name it on a chain; a position_id is in an account once.
    """

    class Kind(models.TextChoices):
        STOCK = "stock", _("Shares")
        FUND = "fund", _("Fund")
        BOND = "bond", _("Bond")
        CRYPTO = "crypto", _("Crypto")
        DEPOSIT = "deposit", _("Deposit")
        METAL = "metal", _("Metal")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="positions", db_index=False)
    name = models.CharField(_("name"), max_length=200)
    symbol = models.CharField(_("symbol"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    protocol_name = models.CharField(_("protocol"), max_length=50, blank=True)
    position_id = models.CharField(_("position id"), max_length=66, blank=True)
    asset_address = models.CharField(_("address of the asset"), max_length=100, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    shares = SharesField(default=ZERO, editable=False)
    entry_price = SharesField(null=True, editable=False)
    cost = MoneyField(default=ZERO, editable=False)
    invested = MoneyField(default=ZERO, editable=False)
    returned = MoneyField(default=ZERO, editable=False)
    yield_earned = MoneyField(default=ZERO, editable=False)
    price = SharesField(null=True, editable=False)
    current_value = MoneyField(default=ZERO, editable=False)
    valued_on = models.DateField(null=True, editable=False)
    apy = ExactDecimalField(
        _("yield a year, per cent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST_APY), MaxValueValidator(HIGHEST_APY), validate_apy],
    )
    opened_on = models.DateField(_("held since"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    account_id: UUID

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        indexes = [models.Index(fields=["account", "closed_on"], name="positions_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "position_id"], condition=~Q(position_id=""), name="one_position_of_a_contract"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="position_closed_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gain(self) -> Decimal:
        """What it brought over its life, in its currency: what is there and what came back, less what went in."""
        gain: Decimal = self.current_value + self.returned - self.invested
        return gain


class PositionMove(models.Model):
    """What happened to a position on a day. `shares` and `amount` are never negative; the kind says which way.

    A buy adds shares for an amount, a sale takes them. A yield or a fee without shares is cash; one with shares was
    paid in them, `amount` being what they were worth. `price` is what a share cost where it was said. `transaction`
    is the same as a line of the ledger: a yield, or what was booked in the account's cash with the move.
    """

    class Kind(models.TextChoices):
        BUY = "buy", _("bought")
        SELL = "sell", _("sold")
        YIELD = "yield", _("yield")
        FEE = "fee", _("fee")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="moves", db_index=False)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    on = models.DateField(_("day"))
    shares = SharesField(_("shares"), default=ZERO)
    price = SharesField(_("price"), null=True, blank=True)
    amount = MoneyField(_("amount"))
    transaction = models.OneToOneField(
        Transaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="position_move"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    position_id: UUID
    transaction_id: UUID | None

    class Meta:
        indexes = [models.Index(fields=["position", "on", "id"], name="position_moves_by_day")]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="move_amount_not_below_zero")]


class PositionValue(models.Model):
    """What a position was worth at the end of a day, as somebody said or as the price of a move says.

    Where there is a `price`, `value` is that of the shares of the day; without one it stands as it was given.
    """

    class Source(models.TextChoices):
        PERSON = "person"
        FILE = "file"
        WALLET = "wallet"
        MOVE = "move"

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="values", db_index=False)
    on = models.DateField()
    value = MoneyField()
    price = SharesField(null=True)
    source = models.CharField(max_length=6, choices=Source.choices)

    position_id: UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "on"], name="one_value_a_day"),
            models.CheckConstraint(condition=Q(value__gte=0), name="value_not_below_zero"),
        ]


class HoldingSum(models.Model):
    """By how much the positions of an account, of one currency, changed in a week of a month (day 1, 8, 15, 22, 29).

    `value`: by how much they are worth more than before. `flow`: cash that came back less what went in. `yielded`:
    what they earned. All that was ever reckoned of them is a sum of these, however many positions there are.
    """

    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    starts_on = models.DateField()
    value = MoneyField(default=ZERO)
    flow = MoneyField(default=ZERO)
    yielded = MoneyField(default=ZERO)

    account_id: UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "currency", "starts_on"], name="one_holding_sum_a_week")
        ]

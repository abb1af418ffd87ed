from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import ZERO, MoneyField, validate_currency
from config.kernel.secrets import EncryptedTextField
from ledger.core.models.households import Household


class MoneyAccountQuerySet(models.QuerySet["MoneyAccount"]):
    def visible_to(self, user: User | AnonymousUser, *, level: str = "exists") -> MoneyAccountQuerySet:
        """Accounts `user` may see at `level` or better, today. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=MoneyAccountAccess.objects.granted_to(user, level=level).values("account"))

    def owned_by(self, user: User | AnonymousUser) -> MoneyAccountQuerySet:
        """Accounts `user` may change: as owner or co-owner."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            pk__in=MoneyAccountAccess.objects.granted_to(user)
            .filter(role__in=[MoneyAccountAccess.Role.OWNER, MoneyAccountAccess.Role.CO_OWNER])
            .values("account")
        )

    def open(self) -> MoneyAccountQuerySet:
        return self.filter(closed_on__isnull=True)


class MoneyAccount(models.Model):
    """A bank account, card, loan, purse or depot. Who may see it is said by MoneyAccountAccess alone.

    `balance` is kept right by every write (see ledger.core.posting): the opening balance plus all transactions
    that are not in the bin, in the account's currency; a debt is negative.

    `own_amount` of its lines and cells is the part of its owner; of one that `is_turned` it is what the owner's part
    leaves. An account is turned when its owner leaves it to the second one: nothing of it has to be rewritten then.

    `revision` is another number after each write to its lines and sums, drawn at random: figures that were computed
    once are kept by it, and one that comes back with a restored backup stands for what it stood for then.
    """

    class Type(models.TextChoices):
        SPENDING = "spending", _("Spending")
        SAVINGS = "savings", _("Savings")
        INVESTMENT = "investment", _("Investment")

    class Subtype(models.TextChoices):
        CHECKING = "checking", _("Checking account")
        SAVINGS = "savings", _("Savings account")
        CASH = "cash", _("Cash")
        CARD = "card", _("Credit card")
        LOAN = "loan", _("Loan")
        PROPERTY = "property", _("Property")
        BROKERAGE = "brokerage", _("Brokerage")
        WALLET = "wallet", _("Wallet")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.SPENDING)
    subtype = models.CharField(_("kind"), max_length=10, choices=Subtype.choices, default=Subtype.CHECKING)
    is_liability = models.BooleanField(_("money we owe"), default=False)
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    institution = models.CharField(_("bank"), max_length=100, blank=True)
    number = EncryptedTextField(_("account number"), blank=True, default="")
    number_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    number_tail = models.CharField(max_length=4, blank=True, editable=False)
    opening_balance = MoneyField(_("opening balance"), default=ZERO)
    opened_on = models.DateField(_("balance as of"), null=True, blank=True)
    balance = MoneyField(default=ZERO, editable=False)
    is_turned = models.BooleanField(default=False, editable=False)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="accounts")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.BigIntegerField(default=0, db_default=0, editable=False)

    objects = MoneyAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name


class MoneyAccountAccessQuerySet(models.QuerySet["MoneyAccountAccess"]):
    def granted_to(self, user: User, *, level: str = "exists", on: date | None = None) -> MoneyAccountAccessQuerySet:
        """Grants in force on a day (today where `user` lives), of `level` or better."""
        day = on or user.today
        order = [each.value for each in MoneyAccountAccess.Level]
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=day),
            Q(since__isnull=True) | Q(since__lte=day),
            person=user,
            level__in=order[order.index(level) :],
        )


class Withheld(models.TextChoices):
    """Which owner keeps a line from everybody else until a day; '' for nearly all lines. Roles are those of
    MoneyAccountAccess: a viewer withholds nothing."""

    BY_OWNER = "owner"
    BY_CO_OWNER = "co_owner"


class MoneyAccountAccess(models.Model):
    """Access is a row: why somebody may read is decided above, that they may is stored here."""

    class Role(models.TextChoices):
        OWNER = "owner"
        CO_OWNER = "co_owner"
        VIEWER = "viewer"

    class Level(models.TextChoices):
        """From least to most: the account's name, its balance, sums by category, every line."""

        EXISTS = "exists"
        TOTAL = "total"
        CATEGORY_SUMS = "category_sums"
        FULL = "full"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="money_account_grants")
    role = models.CharField(max_length=8, choices=Role.choices)
    level = models.CharField(max_length=13, choices=Level.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MoneyAccountAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "person"], name="one_grant_per_person"),
            models.UniqueConstraint(fields=["account"], condition=Q(role="owner"), name="one_owner_per_account"),
            models.UniqueConstraint(fields=["account"], condition=Q(role="co_owner"), name="one_co_owner_per_account"),
            models.CheckConstraint(condition=Q(role="viewer") | Q(level="full"), name="owners_see_everything"),
        ]
        indexes = [models.Index(fields=["person", "level"], name="grants_of_person")]

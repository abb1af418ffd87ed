from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.recurring import rhythm
from ledger.recurring.rhythm import Rhythm

LARGEST_INTERVAL = 400
FULL = MoneyAccountAccess.Level.FULL


class RecurringQuerySet(models.QuerySet["Recurring"]):
    def visible_to(self, user: User | AnonymousUser) -> RecurringQuerySet:
        """Those of accounts `user` sees in full; a transfer only to an account they know of. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self._of(MoneyAccount.objects.visible_to(user, level=FULL), MoneyAccount.objects.visible_to(user))

    def owned_by(self, user: User | AnonymousUser) -> RecurringQuerySet:
        """Those `user` may change: of accounts they own, a transfer's both."""
        owned = MoneyAccount.objects.owned_by(user)
        return self._of(owned, owned)

    def _of(self, accounts: models.QuerySet[MoneyAccount], to: models.QuerySet[MoneyAccount]) -> RecurringQuerySet:
        arrives = Q(to_account__isnull=True) | Q(to_account__in=to.values("pk"))
        return self.filter(arrives, account__in=accounts.values("pk"))


class Recurring(models.Model):
    """Money that comes or goes again and again on one account: rent, a salary, a subscription, a standing transfer.

    `amount` is signed, in the account's currency: out is negative. A transfer arrives on `to_account`, as `to_amount`
    where that has another currency. Due on the days of its rhythm (`ledger.recurring.rhythm`); `next_on` is the first
    that is not handled yet, None when there is none. One that `books` is written down by us on its day; another is
    only expected, and met by a line of the bank. `recorded_by` is in whose time zone a day begins; without them, as
    after one who left, it rests.
    """

    class Kind(models.TextChoices):
        EXPENSE = "expense", _("Expense")
        INCOME = "income", _("Income")
        TRANSFER = "transfer", _("Transfer")

    class Frequency(models.TextChoices):
        DAILY = rhythm.DAILY, _("days")
        WEEKLY = rhythm.WEEKLY, _("weeks")
        MONTHLY = rhythm.MONTHLY, _("months")
        YEARLY = rhythm.YEARLY, _("years")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    class Pause(models.TextChoices):
        """Why it was paused by itself; '' where a person did."""

        ACCOUNT_CLOSED = "account_closed", _("Its account is closed.")
        ACCOUNT_LEFT = "account_left", _("Whoever set it up does not own the account any more.")
        REFUSED = "refused", _("It could not be booked as it is. Look at its category and amount.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="recurring")
    to_account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = MoneyField()
    to_amount = MoneyField(null=True, blank=True)
    payee = models.CharField(max_length=200, blank=True)
    payee_key = models.CharField(max_length=120, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    frequency = models.CharField(max_length=7, choices=Frequency.choices)
    interval = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(LARGEST_INTERVAL)]
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, editable=False)
    books = models.BooleanField(default=True)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.ACTIVE)
    paused_because = models.CharField(max_length=14, choices=Pause.choices, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = RecurringQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring entry")
        indexes = [models.Index(fields=["next_on"], name="recurring_due", condition=Q(status="active"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="transfer", to_account__isnull=False) | ~Q(kind="transfer") & Q(to_account=None),
                name="recurring_transfer_has_two",
            ),
            models.CheckConstraint(
                condition=Q(kind="income", amount__gt=0) | ~Q(kind="income") & Q(amount__lt=0),
                name="recurring_amount_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee} {self.amount}"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.frequency, self.starts_on, self.interval, self.ends_on)


class RecurringDay(models.Model):
    """What became of one due day. That there is a row is what keeps a day from being booked twice.

    A day that was only expected is met by a line of the bank, or missed once its time has passed; a line that comes
    later still meets it. `transaction` goes when the entry is deleted for good; the day stays handled.
    """

    class Status(models.TextChoices):
        BOOKED = "booked", _("booked")
        SKIPPED = "skipped", _("left out")
        MET = "met", _("seen at the bank")
        MISSED = "missed", _("did not come")

    recurring = models.ForeignKey(Recurring, on_delete=models.CASCADE, related_name="days", db_index=False)
    due_on = models.DateField()
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="recurring_days")
    status = models.CharField(max_length=7, choices=Status.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recurring", "due_on"], name="one_row_per_due_day")]


class RecurringFeedQuerySet(models.QuerySet["RecurringFeed"]):
    def visible_to(self, user: User | AnonymousUser) -> RecurringFeedQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class RecurringFeed(models.Model):
    """The address under which a calendar reads a person's days to come. Only the digest of its secret is kept."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recurring_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = RecurringFeedQuerySet.as_manager()


class OfKnownAccounts(models.QuerySet[Any]):
    """Rows with an account: what the machine noticed there is told to who owns it."""

    account = "account"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        owned = MoneyAccount.objects.owned_by(user).values("pk")
        return self.filter(**{f"{self.account}__in": owned}) if user.is_authenticated else self.none()


class RecurringOffer(models.Model):
    """Something that seems to come back, found in the history of one account; what was decided of it is remembered.

    `amount` is signed, what is usual since any change; `low` and `high` bound it without a sign, `before` is the level
    before the price changed. `days` are the latest it was seen on, ISO; `missed` how many were missing among all.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="recurring_offers")
    payee = models.CharField(max_length=200)
    payee_key = models.CharField(max_length=120)
    amount = MoneyField()
    low = MoneyField()
    high = MoneyField()
    before = MoneyField(null=True)
    frequency = models.CharField(max_length=7, choices=Recurring.Frequency.choices)
    interval = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    days = models.JSONField(default=list)
    times = models.PositiveIntegerField()
    missed = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects = OfKnownAccounts.as_manager()

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.frequency, self.starts_on, self.interval)


class OfKnownRecurring(OfKnownAccounts):
    account = "recurring__account"


class RecurringNotice(models.Model):
    """Something odd about a day: another price, nothing came, or it came twice. `amount` and `before` are signed."""

    class Kind(models.TextChoices):
        PRICE = "price", _("Another price")
        MISSED = "missed", _("Did not come")
        TWICE = "twice", _("Came twice")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recurring = models.ForeignKey(Recurring, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    due_on = models.DateField()
    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, null=True, related_name="+")
    amount = MoneyField()
    before = MoneyField(null=True)
    is_dismissed = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfKnownRecurring.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recurring", "kind", "due_on"], name="one_notice_a_kind_and_day")
        ]

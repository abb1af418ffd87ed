from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keys.models import ApiKey as ApiKey
from accounts.notifications.models import Notification as Notification
from accounts.notifications.models import NotificationPreference as NotificationPreference
from accounts.notifications.models import NotificationSettings as NotificationSettings
from accounts.notifications.models import PushDevice as PushDevice
from accounts.payday import validate_payday
from accounts.regions import (
    DEFAULT_CURRENCY,
    DEFAULT_LOCALE,
    DEFAULT_TIME_ZONE,
    validate_country,
    validate_locale,
    validate_time_zone,
)
from accounts.saved.models import SavedView as SavedView
from config.kernel.ids import new_id
from config.kernel.money import validate_currency
from config.kernel.secrets import EncryptedMoneyField

GOALS_AT_MOST = 20
GOAL_LENGTH = 200


def validate_financial_goals(goals: object) -> None:
    """A list of short sentences. Raises ValidationError with code `unknown_goals`."""
    if (
        not isinstance(goals, list)
        or len(goals) > GOALS_AT_MOST
        or not all(isinstance(goal, str) and 0 < len(goal) <= GOAL_LENGTH for goal in goals)
    ):
        raise ValidationError(
            _("Name at most %(count)s goals of at most %(length)s characters each."),
            code="unknown_goals",
            params={"count": GOALS_AT_MOST, "length": GOAL_LENGTH},
        )


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a log-in. `live_seq` numbers the frames of their live stream (see config.kernel.live)."""

    class RiskTolerance(models.TextChoices):
        CONSERVATIVE = "conservative", _("Conservative")
        MODERATE = "moderate", _("Moderate")
        AGGRESSIVE = "aggressive", _("Aggressive")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    avatar = models.ForeignKey(
        "kernel.FileReference", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    currency = models.CharField(_("currency"), max_length=3, default=DEFAULT_CURRENCY, validators=[validate_currency])
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=DEFAULT_TIME_ZONE, validators=[validate_time_zone]
    )
    locale = models.CharField(
        _("language and region"), max_length=12, default=DEFAULT_LOCALE, validators=[validate_locale]
    )
    theme = models.CharField(_("theme"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    monthly_income = EncryptedMoneyField(_("monthly income"), null=True, blank=True)
    personal_allowance = EncryptedMoneyField(_("personal allowance"), null=True, blank=True)
    payday = models.CharField(_("payday"), max_length=30, blank=True, validators=[validate_payday])
    financial_goals = models.JSONField(
        _("financial goals"), default=list, blank=True, validators=[validate_financial_goals]
    )
    risk_tolerance = models.CharField(
        _("risk tolerance"), max_length=12, choices=RiskTolerance.choices, default=RiskTolerance.MODERATE
    )
    live_seq = models.BigIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def short_name(self) -> str:
        """What a greeting says: the first name, else the part of the address before the @."""
        return self.name.split()[0] if self.name.strip() else self.email.partition("@")[0]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def today(self) -> date:
        """The day it is where the person lives."""
        return timezone.localdate(timezone=self.zone)


class RefreshUse(models.Model):
    """A refresh token that was used once, by its `jti`; a second use after the grace ends the session."""

    jti = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id
from config.kernel.money import validate_currency
from config.kernel.secrets import EncryptedMoneyField


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone we know."), code="unknown_time_zone", params={"name": name})


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
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}$", code="unknown_country")]
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(_("language and region"), max_length=12, default="en-GB")
    theme = models.CharField(_("theme"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    monthly_income = EncryptedMoneyField(_("monthly income"), null=True, blank=True)
    personal_allowance = EncryptedMoneyField(_("personal allowance"), null=True, blank=True)
    payday = models.CharField(_("payday"), max_length=30, blank=True)
    financial_goals = models.JSONField(_("financial goals"), default=list, blank=True)
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

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField, validate_currency
from ledger.core.models import Household

DEFAULT_THRESHOLD = Decimal(100)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: User | AnonymousUser) -> PartnershipQuerySet:
        """Those `user` is or was one of the two of, ended ones too. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(members__person=user)

    def open(self) -> PartnershipQuerySet:
        return self.exclude(status=Partnership.Status.ENDED)

    def current_of(self, user: User | AnonymousUser) -> Partnership | None:
        """The one open partnership of `user`, active or paused. One query."""
        return self.visible_to(user).open().first()


class Partnership(models.Model):
    """Two people who share money. Its two Members are numbered 0 and 1 for ever: `place` names one of the two.

    `currency` is that of everything shared. `mode`: in 'settle' whoever paid more than their share gets it back; in
    'pot' both pay their share into a joint account each month. `approval_threshold` is in `currency`: a shared
    expense above it waits for the other. `settled_count` rises with each settlement, so that one can be made once.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    class Mode(models.TextChoices):
        SETTLE = "settle", _("Settle up")
        POT = "pot", _("A joint pot")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="partnerships")
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.ACTIVE)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.SETTLE)
    approval_threshold = MoneyField(default=DEFAULT_THRESHOLD)
    settled_count = models.PositiveIntegerField(default=0)
    started_on = models.DateField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartnershipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.status} {self.started_on}"


class Member(models.Model):
    """One of the two. `is_open` while the partnership is: the database allows one open row a person.

    `name` is how they were called as it began; of somebody who deleted their log-in there is neither person nor name.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="members", db_index=False)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="memberships"
    )
    name = models.CharField(max_length=100, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["partnership", "place"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "place"], name="one_member_per_place"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_open=True), name="one_open_partnership"),
            models.CheckConstraint(condition=Q(place__in=[0, 1]), name="two_places"),
        ]

    def __str__(self) -> str:
        return name_or_somebody(self.known_as)

    @property
    def known_as(self) -> str:
        """Their name, to be kept as data: empty for one who has left."""
        return self.person.short_name if self.person else ""


def name_or_somebody(name: str) -> str:
    """A name that was kept, in words for people: of those who left there is none."""
    return name or gettext("Somebody")


class Shared(models.Model):
    """What belongs to a partnership: its two people see it, of an ended one too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership: models.ForeignKey[Partnership, Partnership] = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="+"
    )

    partnership_id: UUID

    class Meta:
        abstract = True


SharedRow = TypeVar("SharedRow", bound=models.Model)


class SharedQuerySet(models.QuerySet[SharedRow]):
    def visible_to(self, user: User | AnonymousUser) -> SharedQuerySet[SharedRow]:
        """What belongs to partnerships `user` is or was one of. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(partnership__members__person=user)

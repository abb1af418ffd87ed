from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from config.kernel.secrets import EncryptedTextField


class OfPerson(models.QuerySet):  # type: ignore[type-arg]
    def visible_to(self, user: object) -> OfPerson:
        """The person's own. Nobody signed in: none."""
        return self.none() if user is None or isinstance(user, AnonymousUser) else self.filter(person=user)


class NotificationQuerySet(OfPerson):
    def visible_to(self, user: object) -> NotificationQuerySet:
        """The person's own that they did not delete."""
        return super().visible_to(user).filter(deleted_at=None)  # type: ignore[return-value]


class Notification(models.Model):
    """Something a person should know, told once: `cause` names what happened, and the database takes it once.

    Texts are written when they are read, in the reader's language, from `kind` and `data`: see `kinds`.
    `mailed_at` is set once it was in a digest or is not to be, `pushed_at` likewise for devices. One that is deleted
    stays without its data until its time is over, so that its cause is not told again.
    """

    class Severity(models.TextChoices):
        INFO = "info", _("for your information")
        WARNING = "warning", _("worth a look")
        CRITICAL = "critical", _("act now")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=200)
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.INFO)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notifications_latest"),
            models.Index(fields=["person"], name="notifications_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["created_at"], name="notifications_to_mail", condition=Q(mailed_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "cause"], name="told_once")]


class NotificationPreference(models.Model):
    """What a person chose for one kind on one channel; without a row the kind's own default holds."""

    class Channel(models.TextChoices):
        APP = "app", _("Here")
        EMAIL = "email", _("E-mail")
        PUSH = "push", _("Push")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="one_choice_a_channel")]


class NotificationSettings(models.Model):
    """What a person chose for all kinds together; without a row the defaults hold.

    The bounds are in their currency: payments from `large_payment` on are told of, and balances that fall below
    `low_balance`; None leaves it to what is usual.
    `push_details`: a push says the text too, with its amounts and names, and not the title alone.
    """

    class Digest(models.TextChoices):
        DAILY = "daily", _("Each day")
        WEEKLY = "weekly", _("On Mondays")
        OFF = "off", _("Never")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.DAILY)
    push_details = models.BooleanField(default=False)
    large_payment = MoneyField(null=True, blank=True)
    low_balance = MoneyField(null=True, blank=True)

    objects = OfPerson.as_manager()


class PushDevice(models.Model):
    """A browser or phone that takes pushes. What reaches it is encrypted at rest; `digest` finds it again.

    It belongs to the log-in that last registered it and goes with that session, of which `session_digest` is the
    SHA-256; it goes as well once its service says that it is gone.
    """

    class Service(models.TextChoices):
        WEB = "web", _("Browser")
        FCM = "fcm", _("Phone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    service = models.CharField(max_length=3, choices=Service.choices)
    digest = models.CharField(max_length=64, unique=True)
    address = EncryptedTextField()
    keys = EncryptedTextField(blank=True, default="")
    name = models.CharField(max_length=100, blank=True)
    session_digest = models.CharField(max_length=64, blank=True, default="", db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    objects = OfPerson.as_manager()

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def owned_by(self, person: Any) -> ApiKeyQuerySet:
        return self.filter(person=person.pk) if person.is_authenticated else self.none()


class ApiKey(models.Model):
    """A personal key for scripts. Of the key itself only the SHA-256 is kept: 256 random bits need no slow hash.

    `scopes` are separated by spaces. A key that is revoked is a row less; the audit trail remembers it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False)
    scopes = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    last_used_from = models.GenericIPAddressField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    @property
    def scope_names(self) -> list[str]:
        return self.scopes.split()

    def has_expired(self, at: datetime | None = None) -> bool:
        return self.expires_at is not None and self.expires_at <= (at or timezone.now())

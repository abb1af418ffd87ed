from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id


class NameQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The common ones and the person's own. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner__isnull=True) | Q(owner=user))

    def owned_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Named(models.Model):
    """A name that purchases refer to. The common ones (no owner) are there from the start and never changed.

    `name_key` is the name folded: one person's names are unique by it, as are the common ones.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(max_length=200, editable=False)
    url = models.URLField(_("website"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    owner_id: UUID | None

    objects: ClassVar[NameQuerySet] = NameQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_key"], condition=Q(owner__isnull=False), name="%(class)s_one_own_name"
            ),
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(owner__isnull=True), name="%(class)s_one_common_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_system(self) -> bool:
        return self.owner_id is None


class Retailer(Named):
    class Meta(Named.Meta):
        verbose_name = _("retailer")


class Brand(Named):
    class Meta(Named.Meta):
        verbose_name = _("brand")

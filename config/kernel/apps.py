from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "config.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from django.contrib.sessions.models import Session

        from config.kernel.sockets import close_with_session

        post_delete.connect(close_with_session, sender=Session)
        # Handlers and periodic work register on import, also where no worker looks for tasks.
        autodiscover_modules("tasks")

from __future__ import annotations

import gc
from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "config.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        # A file's lines are a million small objects without a cycle among them: at Python's 700 the collector looked
        # for one so often that it took a quarter of an import.
        gc.set_threshold(50_000, 10, 10)
        from django.contrib.sessions.models import Session

        from config.kernel import file_names
        from config.kernel.append_only import guard
        from config.kernel.observing import watching
        from config.kernel.search import triggers
        from config.kernel.sockets import close_with_session

        watching.start()
        file_names.mend_django()
        post_delete.connect(close_with_session, sender=Session)
        post_migrate.connect(guard, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        # Handlers and periodic work register on import, also where no worker looks for tasks; so does what is found.
        autodiscover_modules("tasks", "searching")
        for part in ("actions", "indexing"):
            import_module(f"config.kernel.search.{part}")

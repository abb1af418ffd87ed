from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from config.kernel.backup import keeping


class Command(BaseCommand):
    help = "List the archives in BACKUP_DIR, newest first, with their age and size."

    def handle(self, *args: Any, **options: Any) -> None:
        archives = keeping.archives()
        for kept in archives:
            size = filesizeformat(kept.size).replace("\xa0", " ")
            age = timesince(kept.made_at).replace("\xa0", " ")
            self.stdout.write(f"{kept.path.name}  {size:>10}  {_('%s old') % age}")
        if not archives:
            self.stdout.write(_("No backup in %s") % settings.BACKUP_DIR)

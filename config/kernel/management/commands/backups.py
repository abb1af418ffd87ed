from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from config.kernel.backup import keeping
from config.kernel.backup.destinations import Destination, destinations


class Command(BaseCommand):
    help = "List the archives in every place, newest first, with their age and size."

    def handle(self, *args: Any, **options: Any) -> None:
        places = destinations()
        for destination in places:
            if len(places) > 1:
                self.stdout.write(f"{destination.name}:")
            try:
                self._list(destination)
            except OSError as error:
                self.stdout.write(self.style.WARNING(_("It does not answer: %s") % (error.strerror or error)))

    def _list(self, destination: Destination) -> None:
        archives = keeping.archives(destination)
        for kept in archives:
            size = filesizeformat(kept.size).replace("\xa0", " ")
            age = timesince(kept.made_at).replace("\xa0", " ")
            self.stdout.write(f"{kept.name}  {size:>10}  {_('%s old') % age}")
        if not archives:
            self.stdout.write(_("No backup in %s") % destination.name)

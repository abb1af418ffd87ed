from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config.kernel.backup import keeping
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.restoring import restore
from config.kernel.ownership import refuse_root_for_others


class Command(BaseCommand):
    help = "Put what an archive holds in the place of what is here, after a backup of that. Stop the server first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="its name in any place of backups, or a path")
        parser.add_argument(
            "--accept-differences",
            action="store_true",
            help="also where the ledger did not agree with its own lines when it was backed up",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_root_for_others()
        try:
            done = restore(keeping.named(options["file"]), accept_differences=options["accept_differences"])
        except BackupProblem as error:
            raise CommandError(f"{error} ({error.code})") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        self.stdout.write(self.style.SUCCESS(_("Restored: the data of %s.") % done.manifest.created_at))
        if done.restore_point:
            self.stdout.write(_("What was there before is in %s") % done.restore_point)
        for digest in done.manifest.missing:
            self.stdout.write(self.style.WARNING(_("File %s was missing when the backup was made.") % digest))

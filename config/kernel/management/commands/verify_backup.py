from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config.kernel.backup import keeping
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.schemas import is_current, nodes_of
from config.kernel.backup.verifying import verify


class Command(BaseCommand):
    help = "Check everything in an archive, and that this instance could restore it. Touches nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="its name in any place of backups, or a path")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = verify(keeping.named(options["file"]))
        except BackupProblem as error:
            raise CommandError(f"{options['file']}: {error} ({error.code})") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        told = {
            "at": manifest.created_at,
            "version": manifest.version,
            "rows": sum(table.rows for table in manifest.tables),
            "files": len(manifest.files),
        }
        self.stdout.write(_("Whole: %(rows)d rows, %(files)d files, made %(at)s by version %(version)s") % told)
        if not is_current(nodes_of(manifest.migrations, manifest.version)):
            self.stdout.write(_("Its schema is older; a restore brings it up to date."))
        if manifest.missing:
            self.stdout.write(_("%d files were missing when it was made.") % len(manifest.missing))

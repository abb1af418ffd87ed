from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.making import make_backup


class Command(BaseCommand):
    help = "Write an archive of the database and all files into BACKUP_DIR; the server may go on."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_backup()
        except BackupProblem as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in made.manifest.tables)
        self.stdout.write(
            _("%(path)s: %(rows)d rows, %(files)d files, %(size)s")
            % {
                "path": made.path,
                "rows": rows,
                "files": len(made.manifest.files),
                "size": filesizeformat(made.path.stat().st_size),
            }
        )
        for digest in made.manifest.missing:
            self.stdout.write(self.style.WARNING(_("File %s is missing or damaged and is not in the backup.") % digest))

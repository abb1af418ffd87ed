from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from config.kernel.backing_up import planning
from config.kernel.backup import keeping
from config.kernel.backup.copying import Copied
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.ladder import Ladder
from config.kernel.backup.making import Made, make_backup
from config.kernel.backup.places import Folder
from config.kernel.ownership import refuse_root_for_others


class Command(BaseCommand):
    help = "Write an archive of the database and all files into every place; the server may go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="also as one readable file with everything in it")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_root_for_others()
        try:
            made = make_backup(_ladder())
            for copied in made.copies:
                self._tell(made, copied)
            if options["to"]:
                _write_whole(made, options["to"])
        except BackupProblem as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['to']}: {error.strerror or error}") from error
        for digest in made.manifest.missing:
            self.stdout.write(self.style.WARNING(_("File %s is missing or damaged and is not in the backup.") % digest))

    def _tell(self, made: Made, copied: Copied) -> None:
        if copied.kept is None:
            self.stdout.write(self.style.WARNING(_("Not kept there, and tried again later: %s") % copied.words))
            return
        told = {
            "path": f"{copied.destination.name}/{copied.kept.name}",
            "rows": sum(table.rows for table in made.manifest.tables),
            "files": len(made.manifest.files),
            "size": filesizeformat(copied.kept.size),
        }
        self.stdout.write(_("%(path)s: %(rows)d rows, %(files)d files, %(size)s") % told)
        if copied.code:
            self.stdout.write(self.style.WARNING(copied.words))


def _ladder() -> Ladder | None:
    """What the plan says stays; a database from before there was a plan has none."""
    try:
        return planning.ladder()
    except DatabaseError:
        return None


def _write_whole(made: Made, path: Path) -> None:
    """Mode 600, and nothing that is there already is written over."""
    target = Folder(path.resolve().parent)
    if path.exists():
        raise FileExistsError(17, _("There is something of that name already."))
    with keeping.fetch_whole(made.kept) as whole, whole.open("rb") as source, target.writing(path.name) as sink:
        shutil.copyfileobj(source, sink, 1 << 20)

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.kernel.backup import figures, keeping
from config.kernel.backup.errors import BackupProblem


class Command(BaseCommand):
    help = (
        "Hold every balance and total of this database against those of an archive, as after an upgrade while nobody "
        "wrote. Figures only one of the two versions knows are named and left out. Reads every entry; changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="its name in any place of backups, or a path")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with keeping.opened(keeping.named(options["file"])) as reader:
                promised = dict(figures.by_name(reader.manifest.figures))
        except BackupProblem as error:
            raise CommandError(f"{options['file']}: {error} ({error.code})") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        found = dict(figures.by_name(figures.count(connection)))
        for name in sorted(promised.keys() ^ found.keys()):
            self.stdout.write(f"only in one of the two: {name}")
        both = sorted(promised.keys() & found.keys())
        changed = [name for name in both if promised[name] != found[name]]
        for name in changed:
            self.stdout.write(f"{name}: {promised[name]} before, {found[name]} now")
        if changed or not both:
            raise CommandError(f"{len(changed)} of {len(both)} figures are not those of the archive")
        self.stdout.write(f"{len(both)} figures are those of the archive")

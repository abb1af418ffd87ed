from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel import locks, serving
from config.kernel.ownership import refuse_root_for_others

ANY_ADDRESS = "0.0.0.0"  # noqa: S104 parts are reached by others: the demo household must not be


class Command(BaseCommand):
    help = (
        "Bring the database up to date for the parts of an installation (serve --only ...), which wait for it: "
        "migrations, schedule, the end of a restore that was cut off. Once for each version, before the parts start."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_root_for_others()
        try:
            with locks.held(locks.PREPARING, wait_seconds=600), locks.held(locks.SERVING, shared=True):
                notes = serving.prepare(ANY_ADDRESS)
        except locks.Taken as error:
            raise CommandError("A backup is being restored; prepare again when it is done.") from error
        for note in notes:
            self.stdout.write(note)
        self.stdout.write("The database is of this version.")

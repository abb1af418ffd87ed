from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.kernel.audit import record
from config.kernel.rotation import Place, known_keys, places
from config.kernel.secrets import newest_key


class Command(BaseCommand):
    help = (
        "Write every encrypted value anew with the newest key of FIELD_KEYS. Safe while the app runs, and to stop and "
        "begin again. Once it says that nothing uses an older key, that key may leave FIELD_KEYS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything uses an older key")

    def handle(self, *args: Any, **options: Any) -> None:
        changed, lost = 0, list[str]()
        if not options["check"]:
            for place in places():
                done = place.rotate()
                changed += done.changed
                lost += [f"{place.name} {pk}" for pk in done.lost]
            record("keys_rotated", person=None, key=newest_key(), changed=changed, lost=len(lost))
            self.stdout.write(f"{changed} values written anew with {newest_key()}")
        older = sum(self._tell(place) for place in places())
        for each in lost:
            self.stderr.write(f"No key of FIELD_KEYS opens {each}")
        if older:
            raise CommandError(f"{older} values still use an older key")
        self.stdout.write(f"Every value uses {newest_key()}")

    def _tell(self, place: Place) -> int:
        """A line for each key that is in use; how many values are not of the newest."""
        used = place.keys_in_use()
        for name, count in sorted(used.items()):
            note = "" if name in known_keys() else ", which FIELD_KEYS does not have"
            self.stdout.write(f"{place.name}: {count} with {name}{note}")
        return used.total() - used[newest_key()]

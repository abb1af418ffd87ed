from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from ledger.demo.household import PASSWORD, make_demo, remove_demo


class Command(BaseCommand):
    help = "Make the demo household in an empty database, or remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true")

    def handle(self, *args: Any, remove: bool = False, **options: Any) -> None:
        if remove:
            self.stdout.write(f"{remove_demo()} people removed")
            return
        if User.objects.exists():
            raise CommandError("This database has people already: the demo household is only for an empty one.")
        for each in make_demo():
            self.stdout.write(f"{each.email} with the password {PASSWORD}")

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount


class Command(BaseCommand):
    help = "Recompute every balance and roll-up from the lines and name every difference; exit status 1 if any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", help="only the account with this id")

    def handle(self, *args: Any, account: str | None = None, **options: Any) -> None:
        accounts = MoneyAccount.objects.order_by("pk")
        if account:
            accounts = accounts.filter(pk=account)
        checked = differences = 0
        for each in accounts.iterator():
            checked += 1
            for difference in check_account(each):
                differences += 1
                self.stdout.write(str(difference))
        if differences:
            raise CommandError(f"{differences} differences in {checked} accounts")
        self.stdout.write(f"{checked} accounts agree with their lines")

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ledger.core.models import ExchangeRate
from ledger.core.rate_files import read_rates
from ledger.core.services.rates import load_rates


class Command(BaseCommand):
    help = (
        "Load the European Central Bank's published rates: its CSV or XML, of a day or of all days, or the zip of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = load_rates(rates=read_rates(file.read_bytes()), source=ExchangeRate.Source.ECB)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{loaded.added} rates added, {loaded.changed} changed, {loaded.known} known already,"
            f" {loaded.first} to {loaded.last}"
        )

"""`manage.py index_search [--rebuild]`: index what changed, or look up every record again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.kernel.search.indexing import index_due, rebuild
from config.kernel.search.models import SearchEntry


class Command(BaseCommand):
    help = "Index for the search what changed since; with --rebuild everything, and forget what is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="look up every record again")

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild() if options["rebuild"] else index_due()
        self.stdout.write(f"{done} changes looked at, {SearchEntry.objects.count()} texts can be found.")

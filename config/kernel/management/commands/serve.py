from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.kernel import serving


class Command(BaseCommand):
    help = "Serve everything in one process: pages, API, sockets, jobs and their schedule."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        listener = serving.bind(host, port)
        notes = serving.prepare(host)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(self.style.SUCCESS(f"Tuppence: {settings.PUBLIC_URL or f'http://{shown}:{port}'}/"))
        for note in notes:
            self.stdout.write(note)
        self.stdout.flush()
        serving.serve(listener)

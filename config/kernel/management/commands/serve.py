from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.kernel import locks, serving


class Command(BaseCommand):
    help = "Serve everything in one process: pages, API, sockets, jobs and their schedule."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        listener = serving.bind(host, port)
        with self._kept_from_restores():
            self._serve(listener, host, port)

    @contextmanager
    def _kept_from_restores(self) -> Iterator[None]:
        try:
            with locks.held(locks.SERVING, shared=True):
                yield
        except locks.Taken as error:
            raise CommandError("A backup is being restored; start again when it is done.") from error

    def _serve(self, listener: socket, host: str, port: int) -> None:
        notes = serving.prepare(host)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(self.style.SUCCESS(f"Tuppence: {settings.PUBLIC_URL or f'http://{shown}:{port}'}/"))
        for note in notes:
            self.stdout.write(note)
        self.stdout.flush()
        serving.serve(listener)

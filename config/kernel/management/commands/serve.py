from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.kernel import coming_back, locks, parts, serving
from config.kernel.backing_up import wishes
from config.kernel.embedded import BEAT, WORKER, Embedded
from config.kernel.ownership import refuse_root_for_others


class Command(BaseCommand):
    help = "Serve everything in one process: pages, API, sockets, jobs and their schedule. Or one part of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int)
        parser.add_argument(
            "--only",
            choices=parts.PARTS,
            help="one part, with DATABASE_URL and REDIS_URL, after manage.py prepare: pages and API; sockets and "
            "streams; jobs; their schedule. The last two listen where --port is given, and tell their health there.",
        )
        parser.add_argument("--processes", type=int, default=1, help="of --only web on its one port")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_root_for_others()
        host, only = options["host"], options["only"]
        port = options["port"] if options["port"] is not None or only in (WORKER, BEAT) else settings.PORT
        if only:
            parts.check()
        else:
            wishes.grant()
        with self._kept_from_restores():
            if only:
                self._serve_part(only, host, port or 0, options["processes"])
            else:
                self._serve_all(host, port)

    @contextmanager
    def _kept_from_restores(self) -> Iterator[None]:
        try:
            with locks.held(locks.SERVING, shared=True):
                yield
        except locks.Taken as error:
            raise CommandError("A backup is being restored; start again when it is done.") from error

    def _serve_all(self, host: str, port: int) -> None:
        coming_back.allow()
        listener = serving.bind(host, port)
        notes = serving.prepare(host)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(self.style.SUCCESS(f"Tuppence: {settings.PUBLIC_URL or f'http://{shown}:{port}'}/"))
        for note in notes:
            self.stdout.write(note)
        self.stdout.flush()
        serving.serve(listener, Embedded(WORKER, BEAT))

    def _serve_part(self, only: str, host: str, port: int, processes: int) -> None:
        parts.wait_until_prepared()
        self.stdout.write(f"Tuppence: {only}" + (f" on {host}:{port}" if port else ""))
        self.stdout.flush()
        if only == parts.WEB:
            parts.serve_pages(host, port, processes)
        elif only == parts.LIVE:
            parts.serve_live(serving.bind(host, port))
        else:
            parts.work(only, host, port)

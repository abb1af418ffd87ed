from __future__ import annotations

import os
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from config.kernel import bridge, children, jobs


class Command(BaseCommand):
    help = "Run one claimed job; started by a worker for a job too heavy to share its process."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=UUID)
        parser.add_argument("attempt", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        # Standard output carries messages to the parent; what a library prints goes where the log goes.
        bridge.open_to_parent(os.fdopen(os.dup(1), "wb"))
        os.dup2(2, 1)
        children.end_with_parent()
        os.nice(5)
        job = jobs.resume(options["job"], options["attempt"])
        if job is not None and not jobs.perform(job):
            sys.exit(1)

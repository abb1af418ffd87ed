"""Which schema a database or an archive has, as the migrations that were applied to it."""

from __future__ import annotations

from functools import lru_cache

from django.apps import apps
from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from config.kernel.backup.errors import ArchiveRefused

Node = tuple[str, str]


def applied_migrations(database: BaseDatabaseWrapper) -> list[str]:
    """`app.name`, sorted, of those this code knows; none in an empty database."""
    applied = MigrationRecorder(database).applied_migrations().keys() & _known().disk_migrations.keys()
    return sorted(f"{app}.{name}" for app, name in applied)


def nodes_of(migrations: list[str], version: str) -> list[Node]:
    """Migrations by name, in an order in which they can be applied; `version` is whose they are.

    Raises ArchiveRefused where one is unknown here, or one it needs is missing.
    """
    found = (each.partition(".") for each in migrations)
    wanted = {(app, name) for app, _dot, name in found}
    if unknown := sorted(wanted - _known().disk_migrations.keys()):
        raise ArchiveRefused(
            "newer_version",
            _("This archive was made by version %(version)s, which knows %(migration)s; update Tuppence first.")
            % {"version": version, "migration": ".".join(unknown[0])},
        )
    graph = _known().graph
    # What a later migration has replaced is applied with it, and is no node.
    wanted &= graph.nodes.keys()
    ordered: list[Node] = []
    for node in sorted(wanted):
        ordered += [each for each in graph.forwards_plan(node) if each not in ordered]
    if set(ordered) != wanted or not ordered:
        raise ArchiveRefused("other_schema", _("The archive's migrations do not follow from each other."))
    return ordered


def is_current(nodes: list[Node]) -> bool:
    """Whether that is the schema this code works with."""
    return set(nodes) == set(_known().graph.nodes)


def apps_at(nodes: list[Node]) -> Apps:
    """The models of a schema; those of an older one are drawn up from its migrations, which takes a second."""
    return apps if is_current(nodes) else _known().project_state(nodes, at_end=True).apps


@lru_cache(maxsize=1)
def _known() -> MigrationLoader:
    """The code's own, whatever is applied."""
    return MigrationLoader(None)

from typing import Any

from django.db import migrations


def forwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(
        "CREATE INDEX transaction_text ON ledger_transaction USING gin (search_text gin_trgm_ops)"
        " WHERE deleted_at IS NULL"
    )


def backwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS transaction_text")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_system_categories")]
    operations = [migrations.RunPython(forwards, backwards)]

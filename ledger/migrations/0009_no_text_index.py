from typing import Any

from django.db import migrations


def forwards(apps: Any, schema_editor: Any) -> None:
    """The search's index of distinct texts does its work, and costs a new line nothing."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS transaction_text")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_planning")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

from typing import Any

from django.db import migrations, models


def forwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX search_trigrams ON kernel_searchentry USING gin (search_text gin_trgm_ops)"
        )
    else:
        # PostgreSQL takes no text as long as a key can be into such an index, and needs none.
        schema_editor.execute("CREATE INDEX search_due_by_key ON kernel_searchdue (kind, key)")


def backwards(apps: Any, schema_editor: Any) -> None:
    name = "search_trigrams" if schema_editor.connection.vendor == "postgresql" else "search_due_by_key"
    schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):

    dependencies = [("kernel", "0004_outgoing_mail")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.UUIDField()),
                ("audience", models.UUIDField()),
                ("search_text", models.TextField()),
                ("at", models.DateField(null=True)),
                ("count", models.PositiveIntegerField(default=1)),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["audience", "kind"], name="search_of_audience")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "audience"), name="one_search_entry_per_audience"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.TextField()),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]

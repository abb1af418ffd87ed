from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One text that can be found, and who may find it: whoever has `audience` among theirs (registry.audiences_of).

    Written by indexing alone. `object_id` is the record's id, or made from a text that many rows share. `search_text`
    is folded, between two blanks so that words begin and end alike everywhere; the first of its lines is what the
    record is called. `count` is of the rows that share it, `at` the day of the latest. `details` are its source's own.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    audience = models.UUIDField()
    search_text = models.TextField()
    at = models.DateField(null=True)
    count = models.PositiveIntegerField(default=1)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["audience", "kind"], name="search_of_audience")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "audience"], name="one_search_entry_per_audience")
        ]


class SearchDue(models.Model):
    """Something that changed since it was indexed. Written by triggers, in the transaction of the change.

    `key` names it in the form its source chose (registry.Source.key_sql).
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.TextField()

"""The whole ledger in a person's archive: in the form our own import reads, and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from config.kernel.own_data.members import Member, keeps_of_person
from ledger.exporting.csv_export import csv_chunks
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import select


@keeps_of_person
def ledger_members(person: User) -> Iterator[Member]:
    yield Member("ledger.json", lambda: json_chunks(select(person)))
    yield Member("ledger.csv", lambda: csv_chunks(select(person)))

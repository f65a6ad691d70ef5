"""The DataStore's two roles: the one that CKAN searches with cannot write."""

from __future__ import annotations

import psycopg2
import psycopg2.errors
import pytest

import ckan.plugins.toolkit as tk


@pytest.mark.usefixtures("with_plugins", "non_clean_db")
def test_the_reading_role_sees_new_tables_and_changes_none() -> None:
    with psycopg2.connect(tk.config["ckan.datastore.write_url"]) as writer, writer.cursor() as cursor:
        cursor.execute('CREATE TABLE "rig-datastore" (number int); INSERT INTO "rig-datastore" VALUES (7)')

    reader = psycopg2.connect(tk.config["ckan.datastore.read_url"])
    with reader.cursor() as cursor:
        cursor.execute('SELECT number FROM "rig-datastore"')
        assert cursor.fetchall() == [(7,)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute('DELETE FROM "rig-datastore"')
    reader.close()

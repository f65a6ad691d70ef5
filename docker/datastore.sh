#!/bin/sh
# Runs once, when the database folder is new: the DataStore's database and the role that may only read it.
set -eu

psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set password="$DATASTORE_READER_PASSWORD" <<'SQL'
CREATE ROLE datastore_reader LOGIN PASSWORD :'password';
CREATE DATABASE datastore OWNER ckan;
SQL

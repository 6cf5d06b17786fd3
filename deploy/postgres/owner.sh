#!/bin/sh
# Runs once, when the database server makes its data directory: the owner of the database, who alone may change its schema.
# A file of /docker-entrypoint-initdb.d; runs as the superuser.
set -eu
secrets=${MODERATION_SECRETS:-/run/secrets}
psql -v ON_ERROR_STOP=1 -v password="$(cat "$secrets/postgres-owner-password")" --dbname "${POSTGRES_DB:-postgres}" <<'SQL'
create role moderation_owner login password :'password';
create database moderation owner moderation_owner;
revoke all on database moderation from public;
SQL

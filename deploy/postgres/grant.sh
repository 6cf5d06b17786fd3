#!/bin/sh
# Runs after every "moderation migrate", as the superuser: the rights of each role (roles.sql) and one user for each kind of process, with the password of its file.
# Running it again changes nothing but a password that was changed in its file.
set -eu
secrets=${MODERATION_SECRETS:-/run/secrets}
here=$(cd "$(dirname "$0")" && pwd)
PGPASSWORD=${PGPASSWORD:-$(cat "$secrets/postgres-superuser-password")}
export PGPASSWORD PGDATABASE=moderation PGOPTIONS="-c client_min_messages=warning"
psql -q -v ON_ERROR_STOP=1 -f "$here/roles.sql"

# user <name> <file of its password> <groups>
user() {
    psql -q -v ON_ERROR_STOP=1 -v name="$1" -v password="$(cat "$secrets/$2")" <<SQL
select format('create role %I', :'name') where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" with login nosuperuser nocreatedb nocreaterole password :'password';
grant $3 to :"name";
grant connect on database moderation to :"name";
SQL
}

user moderation_web_1 postgres-web-password 'moderation_api, moderation_console'
user moderation_worker_1 postgres-worker-password moderation_worker
user moderation_trainer_1 postgres-trainer-password moderation_trainer
echo "The users of the database have the rights of their roles."

#!/usr/bin/env bash
# An upgrade as it happens: the old version judges, the new one migrates the store while messages flow, both work side by side, then the old one goes. At the end every
# message has one verdict and one event, the queues are empty, and no process logged an error.
#
#   createdb drill                                                            an empty database and an empty virtual host: nothing else may use them
#   export ConnectionStrings__Postgres='Host=…;Database=drill;…' ConnectionStrings__RabbitMq='amqp://…'
#   deploy/upgrade-drill.sh OLD [COUNT]                                       OLD: a commit or tag that lacks the newest migrations; COUNT: messages, 6000 if left out
#
# Needs git, the .NET SDK, curl, psql and python3. Builds the old version in a folder of its own and the new one from what is committed; leaves nothing but the database behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
old=${1:?"Which version to upgrade from, as a commit or tag?"}
count=${2:-6000}
: "${ConnectionStrings__Postgres:?an empty database}" "${ConnectionStrings__RabbitMq:?an empty virtual host}"
work=$(mktemp -d "${TMPDIR:-/tmp}/moderation-drill.XXXXXX")
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"' EXIT
export Moderation__DataDirectory=$work/data Moderation__KeyRingPath=$work/keys Moderation__Bootstrap__Site=demo DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
say() { printf '\n== %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
value() { sed -n "s/.*\(^\|;\) *$1=\([^;]*\).*/\2/Ip" <<<"$ConnectionStrings__Postgres"; }
ask() { PGHOST=$(value Host) PGPORT=$(value Port) PGDATABASE=$(value Database) PGUSER=$(value Username) PGPASSWORD=$(value Password) psql -qtAX -v ON_ERROR_STOP=1 -c "$1"; }
build() { # commit, folder
    mkdir -p "$work/$2"
    git archive "$1" | tar -x -C "$work/$2"
    (cd "$work/$2" && dotnet build src/Moderation.Server -c Release -v q --nologo -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false) >"$work/$2.build.log" 2>&1 || { tail -n 20 "$work/$2.build.log"; fail "$2 cannot be built"; }
}
run() { # folder, arguments...
    local folder=$1
    shift
    (cd "$work" && exec dotnet "$work/$folder/src/Moderation.Server/bin/Release/net10.0/moderation.dll" "$@")
}
begin() { # folder, name: a worker, ready when this returns
    local port left=90
    port=$(free_port)
    (cd "$work" && ASPNETCORE_URLS=http://127.0.0.1:$port Moderation__Roles=worker exec dotnet "$work/$1/src/Moderation.Server/bin/Release/net10.0/moderation.dll" serve) >"$work/$2.log" 2>&1 &
    pids+=("$!")
    until curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null; do
        left=$((left - 1))
        if [ "$left" -eq 0 ]; then tail -n 20 "$work/$2.log"; fail "the worker $2 does not get ready"; fi
        sleep 1
    done
}
judged() { ask "select count(*) from submission s join page p on p.page_id = s.page_id where s.verdict is not null and p.url like 'https://%.example/%' and s.source = 'queue'"; }
until_judged() { # how many
    local left=600
    until [ "$(judged)" -ge "$1" ]; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || fail "only $(judged) of $1 were judged"
        sleep 0.5
    done
}
version() { ask "select max(version::int) from schema_version where success"; }

say "Building $old and $(git rev-parse --short HEAD)"
build "$old" old
build HEAD new

say "The old version makes the store and judges"
run old migrate >"$work/migrate-old.log" 2>&1 || { cat "$work/migrate-old.log"; fail "migrate of the old version"; }
before=$(version)
begin old old-1
begin old old-2
# From outside, as a website: over the whole drill, and what becomes of it is heard at the end.
run new sample --via queue --site demo --items 5 --rate 200 --count "$count" >"$work/sample.log" 2>&1 &
sample=$!
until_judged $((count / 6))

say "The new version migrates while messages flow"
run new migrate >"$work/migrate-new.log" 2>&1 || { cat "$work/migrate-new.log"; fail "migrate of the new version"; }
after=$(version)
echo "The schema went from $before to $after; $(judged) of $count were judged by then."
[ "$after" -gt "$before" ] || fail "the old version has the newest migrations: name an older one"
begin new new-1
until_judged $((count / 2))

say "The old workers go, one after the other"
kill "${pids[0]}"; wait "${pids[0]}" || fail "the first old worker did not end well"
begin new new-2
kill "${pids[1]}"; wait "${pids[1]}" || fail "the second old worker did not end well"
wait "$sample" || { cat "$work/sample.log"; fail "what was sent was not all decided"; }
tail -n 15 "$work/sample.log"
until_judged "$count"

say "Afterwards"
total=$(ask "select count(*) from submission where source = 'queue'")
once=$(ask "select count(*) from submission where source = 'queue' and verdict is not null and version = 1")
events=$(ask "select count(*) from outbox_event e join submission s on s.site_id = e.site_id and s.id = e.submission_id where s.source = 'queue' and e.version = 1")
letters=$(ask "select count(*) from dead_letter")
echo "Stored: $total. Judged once: $once. Events: $events. Dead letters: $letters."
[ "$total" -eq "$count" ] && [ "$once" -eq "$count" ] && [ "$events" -eq "$count" ] && [ "$letters" -eq 0 ] || fail "something was lost or done twice"
run new redrive --list --json >"$work/errors.json" 2>"$work/errors.log" || { cat "$work/errors.log"; fail "redrive --list"; }
[ "$(tr -d ' \n' <"$work/errors.json")" = '[]' ] || { cat "$work/errors.json"; fail "the error queue is not empty"; }
# Asked too early, a process says that it is not ready.
if grep -hE '^(warn|fail|crit):' -A1 "$work"/old-*.log "$work"/new-*.log | grep -vE 'HealthChecks|Health check|^--'; then fail "a worker warned or failed"; fi
echo "UPGRADE DRILL: done; nothing was lost, nothing was judged twice, and no worker warned of anything."

#!/usr/bin/env bash
# The one test command. On Debian or Ubuntu with nothing but the .NET SDK it installs what is missing, starts a PostgreSQL and a RabbitMQ of its own on free ports,
# builds once, checks the format, runs every test project, stops what it started, and ends with "N passed, N failed" on the last line.
#
#   tests/run.sh                         everything
#   tests/run.sh -class "*SiteStore*"    what the arguments select (those of the test runner; see "dotnet run --project tests/Moderation.Tests -- -?")
#
# MODERATION_TEST_POSTGRES (a connection string) and MODERATION_TEST_RABBITMQ (an amqp address) name servers to use instead. Where a Docker engine answers and the
# server's package is not installed, the tests start containers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d "${TMPDIR:-/tmp}/modtest.XXXXXX")
chmod 711 "$work"
pids=()
passed=0
failed=0

say() { printf '\n== %s\n' "$*"; }

# Stops what was started, by process id and in reverse, and waits: a server that still writes would keep its directory.
clean_up() {
    local status=$? pid i
    trap - EXIT INT TERM
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        pid=${pids[i]#*:}
        kill -s "${pids[i]%%:*}" "$pid" 2>/dev/null || true
        for _ in $(seq 150); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -s KILL "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

give_up() {
    echo "$*" >&2
    failed=$((failed + 1))
    finish || exit 1
}

# --- what is installed -------------------------------------------------------------------------------------------------------------------------------------------

postgres_binaries() {
    local dir
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /nonexistent/initdb)")"; do
        if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
            echo "$dir"
            return
        fi
    done
}

rabbitmq_server() {
    local file
    for file in /usr/lib/rabbitmq/bin/rabbitmq-server "$(command -v rabbitmq-server || true)"; do
        if [ -x "$file" ]; then
            echo "$file"
            return
        fi
    done
}

node_client() { command -v node >/dev/null && command -v npm || true; }

# The distribution's Python has the distribution's packages; another one before it in the path may not.
google_client() { /usr/bin/python3 -c 'import googleapiclient' 2>/dev/null && echo yes || true; }
wordpress() { command -v php >/dev/null && [ -x "$(command -v mariadbd || echo /usr/sbin/mariadbd)" ] && ls -d /usr/share/wordpress/wp-content/plugins/akismet 2>/dev/null || true; }

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

docker_answers() { command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1; }

install_missing() {
    local packages=() as_root=()
    if [ -z "${MODERATION_TEST_POSTGRES:-}" ] && [ -z "$(postgres_binaries)" ] && ! docker_answers; then
        packages+=(postgresql)
    fi
    if [ -z "${MODERATION_TEST_RABBITMQ:-}" ] && [ -z "$(rabbitmq_server)" ] && ! docker_answers; then
        packages+=(rabbitmq-server)
    fi
    if [ -z "$(browser)" ]; then
        packages+=(chromium)
    fi
    if [ -z "$(node_client)" ]; then
        packages+=(nodejs npm)
    fi
    if [ -z "$(google_client)" ]; then
        packages+=(python3-googleapi)
    fi
    if [ -z "$(wordpress)" ]; then
        packages+=(php-cli php-mysql mariadb-server wordpress)
    fi
    if [ ${#packages[@]} -eq 0 ]; then
        return
    fi

    say "Installing ${packages[*]}"
    command -v apt-get >/dev/null || give_up "Missing: ${packages[*]}. Install them; this script knows only apt-get."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || give_up "Missing: ${packages[*]}. Install them, or run this script where sudo works."
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q || true
    local package
    for package in "${packages[@]}"; do
        # A package whose service could not be started is installed all the same; what counts is the program, which is looked for next.
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" || true
    done
    if [[ " ${packages[*]} " == *" postgresql "* && -z "$(postgres_binaries)" ]]; then give_up "PostgreSQL could not be installed."; fi
    if [[ " ${packages[*]} " == *" rabbitmq-server "* && -z "$(rabbitmq_server)" ]]; then give_up "RabbitMQ could not be installed."; fi
    if [[ " ${packages[*]} " == *" chromium "* && -z "$(browser)" ]]; then give_up "Chromium could not be installed."; fi
    if [[ " ${packages[*]} " == *" wordpress "* && -z "$(wordpress)" ]]; then give_up "WordPress, PHP and MariaDB could not be installed."; fi
    if [[ " ${packages[*]} " == *" npm "* && -z "$(node_client)" ]]; then give_up "Node and npm could not be installed."; fi
    if [[ " ${packages[*]} " == *" python3-googleapi "* && -z "$(google_client)" ]]; then give_up "Google's client for Python could not be installed."; fi
}

# --- private servers ---------------------------------------------------------------------------------------------------------------------------------------------

# Below the range from which the system gives out ports by itself.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# Runs a command as this user, or as an account without rights when this is root: PostgreSQL refuses to run as root, and RabbitMQ need not.
as_account() {
    local account=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups "$@"
    else
        "$@"
    fi
}

account_of() { if id -u "$1" >/dev/null 2>&1; then echo "$1"; else echo nobody; fi; }

# await <what> <seconds> <log> <command...>: until the command succeeds.
await() {
    local what=$1 seconds=$2 log=$3
    shift 3
    for _ in $(seq $((seconds * 5))); do
        if "$@" 2>/dev/null; then
            return
        fi
        sleep 0.2
    done
    tail -n 40 "$log" >&2 || true
    give_up "$what did not start within $seconds seconds."
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }

start_postgres() {
    local bin account dir=$work/postgres port password
    bin=$(postgres_binaries)
    if [ -z "$bin" ]; then
        return
    fi
    account=$(account_of postgres)
    port=$(free_port)
    password=$(secret)
    mkdir "$dir"
    echo "$password" >"$dir/password"
    if [ "$(id -u)" -eq 0 ]; then
        chown -R "$account" "$dir"
    fi
    say "Starting PostgreSQL on port $port"
    (cd "$dir" && as_account "$account" "$bin/initdb" -D "$dir/data" -U moderation_test --pwfile "$dir/password" -A scram-sha-256 -E UTF8 --no-locale >"$work/initdb.log" 2>&1) ||
        { cat "$work/initdb.log" >&2; give_up "PostgreSQL could not make its data directory."; }
    (cd "$dir" && exec_as "$account" "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200) >"$work/postgres.log" 2>&1 &
    pids+=("INT:$!")
    await PostgreSQL 60 "$work/postgres.log" grep -q "ready to accept connections" "$work/postgres.log"
    export MODERATION_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=moderation_test;Password=$password;Database=postgres"
}

# As as_account, but in place of the shell, so that the process id is the server's.
exec_as() {
    local account=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups "$@"
    else
        exec "$@"
    fi
}

start_rabbitmq() {
    local server account dir=$work/rabbitmq port mapper distribution node
    server=$(rabbitmq_server)
    if [ -z "$server" ]; then
        return
    fi
    account=$(account_of rabbitmq)
    port=$(free_port)
    mapper=$(free_port)
    distribution=$(free_port)
    node="moderation-test-$$@localhost"
    mkdir -p "$dir/data" "$dir/log"
    printf 'listeners.tcp.1 = 127.0.0.1:%s\nloopback_users.guest = true\ndisk_free_limit.absolute = 50MB\n' "$port" >"$dir/rabbitmq.conf"
    echo '[].' >"$dir/enabled_plugins"
    if [ "$(id -u)" -eq 0 ]; then
        chown -R "$account" "$dir"
    fi
    say "Starting RabbitMQ on port $port"

    # A port mapper of its own: the one of the machine may be absent, or belong to another node that must not be touched.
    (cd "$dir" && exec_as "$account" epmd -port "$mapper" -address 127.0.0.1) >"$dir/log/epmd.log" 2>&1 &
    pids+=("TERM:$!")
    (cd "$dir" && exec_as "$account" env -u CONF_ENV_FILE HOME="$dir" ERL_EPMD_PORT="$mapper" ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_NODENAME="$node" RABBITMQ_DIST_PORT="$distribution" \
        RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_CONF_ENV_FILE="$dir/none" RABBITMQ_CONFIG_FILE="$dir/rabbitmq" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$dir/none" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_LOG_BASE="$dir/log" \
        RABBITMQ_PID_FILE="$dir/pid" RABBITMQ_SERVER_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" "$server") >"$work/rabbitmq.log" 2>&1 &
    pids+=("TERM:$!")
    await RabbitMQ 90 "$work/rabbitmq.log" answers "$port"

    # The start script only waits for the server and ends with it.
    pids+=("TERM:$(cat "$dir/pid")")
    export MODERATION_TEST_RABBITMQ="amqp://guest:guest@127.0.0.1:$port/"
}

# --- build, format, tests ----------------------------------------------------------------------------------------------------------------------------------------

# What failed, once more at the end: a long output hides it. The name of each test and the first lines of what it said.
failures() {
    local result
    for result in "$work"/*.xml; do
        if [ -s "$result" ]; then
            awk 'BEGIN { RS = "<test " }
                index($0, "result=\"Fail\"") {
                    name = substr($0, index($0, "name=\"") + 6)
                    message = substr($0, index($0, "<message>") + 9, 1200)
                    sub(/".*/, "", name)
                    sub(/<\/message>.*/, "", message)
                    print "FAILED " name "\n" message
                }' "$result"
        fi
    done
}

count() { sed -n "s/.*<assembly [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

run_project() {
    local name result status=0
    name=$(basename "$(dirname "$1")")
    result=$work/$name.xml
    shift
    say "$name"
    dotnet "tests/$name/bin/Release/net10.0/$name.dll" -noColor -result-xml "$result" "$@" || status=$?
    if [ ! -s "$result" ]; then
        echo "$name ended with $status and left no result." >&2
        failed=$((failed + 1))
        return
    fi
    local good bad errors
    good=$(count "$result" passed)
    bad=$(count "$result" failed)
    errors=$(count "$result" errors)
    passed=$((passed + ${good:-0}))
    failed=$((failed + ${bad:-0} + ${errors:-0}))
    if [ "$status" -ne 0 ] && [ "$((${good:-0} + ${bad:-0} + ${errors:-0}))" -ne 0 ] && [ "$((${bad:-0} + ${errors:-0}))" -eq 0 ]; then
        echo "$name ended with $status although no test failed." >&2
        failed=$((failed + 1))
    fi
}

command -v dotnet >/dev/null || give_up "The .NET 10 SDK is missing."
install_missing

say "Building"
dotnet restore || give_up "The packages could not be restored."
dotnet build --no-restore -c Release || give_up "The build failed."

say "Checking the format"
dotnet format --no-restore --verify-no-changes || {
    echo "The format check failed: run dotnet format." >&2
    failed=$((failed + 1))
}

if [ -z "${MODERATION_TEST_POSTGRES:-}" ]; then start_postgres; fi
if [ -z "${MODERATION_TEST_RABBITMQ:-}" ]; then start_rabbitmq; fi

for project in tests/*/*.csproj; do
    case $project in
        *Benchmarks*) ;;
        *) run_project "$project" "$@" ;;
    esac
done

say "Result"
failures
finish

#!/usr/bin/env bash
# Tries deploy/Dockerfile where there is no Docker: runs its steps in order on a clean tree, then the result as the image would be run, that is as another user than
# root, on a tree that nobody can write to. What it cannot try is the base images: it builds with the SDK and runs with the runtime of this machine.
#
#   deploy/check-image.sh            what is committed; needs root (to become the image's user), git, curl and the .NET SDK
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "$(id -u)" -eq 0 ] || { echo "Run it as root: it starts the service as user 1654." >&2; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/moderation-image.XXXXXX")
chmod 755 "$work"
service=
trap 'if [ -n "$service" ]; then kill "$service" 2>/dev/null || true; wait "$service" 2>/dev/null || true; fi; chmod -R u+w "$work"; rm -rf "$work"' EXIT
say() { printf '\n== %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

say "The context: what is committed, without what Dockerfile.dockerignore leaves out"
mkdir "$work/context"
git archive HEAD | tar -x -C "$work/context"
# The file names what stays, each line after an exclamation mark.
for entry in "$work/context"/* "$work/context"/.[!.]*; do
    grep -qx "!$(basename "$entry")" deploy/Dockerfile.dockerignore || rm -rf "$entry"
done
ls -A "$work/context"

declare -A stage_of=() environment=() arguments=()
stage='' directory=/ user=0:0 entrypoint=''
copy() { # [--from=STAGE] [--chown=U:G] source... target
    local from=$work/context owner='' target
    while [[ $1 == --* ]]; do
        case $1 in
            --from=*) from=$work/${1#--from=} ;;
            --chown=*) owner=${1#--chown=} ;;
        esac
        shift
    done
    target=${!#}
    [[ $target == /* ]] && target=$work/$stage$target || target=$work/$stage$directory/$target
    [[ $# -gt 2 || $target == */ || $target == */. ]] && mkdir -p "$target" || mkdir -p "$(dirname "$target")"
    while [ $# -gt 1 ]; do
        if [ -d "$from/$1" ]; then
            mkdir -p "$target"
            cp -R "$from/$1/." "$target"
        else
            cp "$from/$1" "$target"
        fi
        shift
    done
    if [ -n "$owner" ]; then chown -R "$owner" "$target"; fi
}

while IFS= read -r line; do
    [[ $line =~ ^[[:space:]]*(#|$) ]] && continue
    say "$line"
    word=${line%% *} rest=${line#* }
    case $word in
        ARG) arguments[${rest%%=*}]=${rest#*=} ;;
        FROM)
            stage=${rest##* } directory=/ user=0:0 environment=()
            mkdir -p "$work/$stage"
            ;;
        WORKDIR) directory=$rest; mkdir -p "$work/$stage$directory" ;;
        COPY) read -ra words <<<"$rest"; copy "${words[@]}" ;;
        RUN) (
            for name in "${!arguments[@]}"; do export "$name=${arguments[$name]}"; done
            cd "$work/$stage$directory" && bash -euc "$rest"
        ) ;;
        ENV) for pair in $rest; do environment[${pair%%=*}]=${pair#*=}; done ;;
        USER) user=$rest ;;
        ENTRYPOINT) entrypoint=$(tr -d '[]"' <<<"$rest") ;;
        EXPOSE | VOLUME) ;;
        *) fail "this script does not know $word" ;;
    esac
done <deploy/Dockerfile

say "The result"
image=$work/final
du -sh "$image/app" | cut -f1
[ -z "$(find "$image/app" \( -name '*.pdb' -o -name '*.xml' -o -name 'appsettings.Development.json' \) -not -path '*/wwwroot/*' -not -name '*.pdb' -print -quit)" ] || fail "documentation files are in the image"
[ -z "$(find "$image/app" -perm /022 -print -quit)" ] || fail "somebody else may write into the program"
[ "$(stat -c %u:%g "$image/var/lib/moderation")" = "$user" ] || fail "the data directory is not the user's"

say "Running it as $user, with the program and everything else of the tree read-only"
chmod -R a-w "$image/app"
port=$((20000 + RANDOM % 12000))
settings=(PATH="$PATH" HOME=/nonexistent DOTNET_RUNNING_IN_CONTAINER=true)
[ -z "${DOTNET_ROOT:-}" ] || settings+=("DOTNET_ROOT=$DOTNET_ROOT")
for name in "${!environment[@]}"; do
    value=${environment[$name]//\/var\/lib/$image\/var\/lib}
    settings+=("$name=${value//0.0.0.0:8080/127.0.0.1:$port}")
done
as_user() { (cd "$image$directory" && exec setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs --inh-caps=-all env -i "${settings[@]}" "$@"); }
as_user touch "$image/app/x" 2>/dev/null && fail "the user can write into the program"
as_user "$image$entrypoint" >"$work/said" 2>&1 &
service=$!
for _ in $(seq 600); do
    as_user "$image$entrypoint" health >"$work/health" 2>/dev/null && break
    kill -0 "$service" 2>/dev/null || { cat "$work/said" >&2; fail "it ended"; }
    sleep 0.1
done
cat "$work/health"
grep -q '"status":"healthy"' "$work/health" || { cat "$work/said" >&2; fail "it did not get ready within a minute"; }
running=$(pgrep -P "$service" -x moderation || echo "$service")
[ "$(awk '/^Uid:/ { print $2 }' "/proc/$running/status")" = "${user%:*}" ] || fail "it runs as another user"

say "ICU: names of people are compared as their language does, which the invariant mode cannot"
key=$(sed 's/.*"apiKey":"\([^"]*\)".*/\1/' "$image/var/lib/moderation/first-start.json")
grep -q 'libicuuc' "/proc/$running/maps" || fail "ICU is not loaded"
curl -sf "http://127.0.0.1:$port/v1/sites/demo/replies?wait=10" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    -d '{"page":{"url":"https://gazette.example/2026/bridge","title":"The bridge reopens"},"author":{"name":"Ana"},"body":"The old bridge was closed in 2019, not 2020."}' | tee "$work/answer"
grep -q '"state":"approved"' "$work/answer" || fail "a kind reply was not approved"
for path in / /demo /docs /moderate/sign-in /embed.js /console.css; do
    printf '\n%s %s' "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$path")" "$path"
done

say "Stopping it"
kill -TERM "$running"
status=0
wait "$service" || status=$?
service=
[ "$status" -eq 0 ] || fail "it ended with $status"
[ -z "$(find "$image" -newer "$work/said" -type f -not -path '*/var/lib/moderation/*' -print -quit)" ] || fail "it wrote outside its data directory"
ls -la "$image/var/lib/moderation"
say "Every step of the Dockerfile ran, and so does the result."

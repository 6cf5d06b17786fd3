#!/usr/bin/env bash
# Tries the samples of this folder with the nginx and the Caddy of this machine against a running service: what a visitor writes into forwarding headers does not count,
# the scheme and the host that visitors see do, the console's connection is upgraded, and health and metrics stay inside.
#
#   deploy/proxy/try.sh FOLDER        the folder of a published service; it is started with an empty data directory and stopped again
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(cd "${1:?the folder of a published service}" && pwd)/moderation
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
port() { while true; do p=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null || { echo "$p"; return; }; done; }
host=comments.gazette.example
app=$(port) plain=$(port) tls=$(port)

mkdir "$work/data" "$work/tls"
(cd "$work/data" && exec env ASPNETCORE_URLS="http://127.0.0.1:$app" Moderation__TrustedProxies=127.0.0.1 "Moderation__PublicUrl=https://$host" Moderation__RateLimits__PublicSubmissionsPerMinute=3 "$program") >"$work/service.log" 2>&1 &
pids+=($!)
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" -keyout "$work/tls/privkey.pem" -out "$work/tls/fullchain.pem" 2>/dev/null
for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$app/health/ready" && break; sleep 0.2; done
public=$(sed 's/.*"publicKey":"\([^"]*\)".*/\1/' "$work/data/data/first-start.json")

ask() { curl -sk --resolve "$host:$tls:127.0.0.1" "$@"; }

check() { # <name of the proxy> <origin as the service sees it>
    for _ in $(seq 100); do ask -o /dev/null "https://$host:$tls/demo" && break; sleep 0.1; done
    [ "$(ask -o /dev/null -w '%{http_code}' "https://$host:$tls/demo")" = 200 ] || fail "$1 does not reach the service"
    [ "$(ask -o /dev/null -w '%{http_code}' "https://$host:$tls/health/ready")" = 404 ] || fail "$1 shows the health of a process"
    [ "$(ask -o /dev/null -w '%{http_code}' "https://$host:$tls/metrics")" = 404 ] || fail "$1 shows metrics"

    # The cookie of a form is for TLS only when the service knows that the visitor uses it.
    ask -D "$work/headers" -o /dev/null "https://$host:$tls/moderate/sign-in"
    grep -qi '^set-cookie: moderation-form=.*secure' "$work/headers" || fail "$1: the service does not know that visitors use TLS"

    # The limit counts the visitor's network: another address in the header at each request must not make another visitor.
    refused=0
    for number in $(seq 8); do
        code=$(ask -o /dev/null -w '%{http_code}' "https://$host:$tls/v1/sites/demo/replies" -H "X-Forwarded-For: 198.51.$number.1" -H "X-Site-Key: $public" -H "Origin: $2" -H 'Content-Type: application/json' \
            -d "{\"page\":{\"url\":\"https://$host/demo\"},\"author\":{\"name\":\"Ana\"},\"body\":\"The bridge is open again, number $number.\"}")
        if [ "$code" = 429 ]; then refused=$((refused + 1)); fi
    done
    [ "$refused" -ge 5 ] || fail "$1: a visitor chose the address that the limit counts ($refused of 8 refused)"

    # The console's connection.
    code=$(ask --http1.1 -m 5 -o /dev/null -w '%{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' -H "Origin: $2" "https://$host:$tls/_blazor" || true)
    [ "$code" = 101 ] || fail "$1 does not upgrade the console's connection ($code)"
    echo "$1: reaches the service over TLS, keeps health and metrics inside, says TLS and host, takes no address from visitors ($refused of 8 refused), upgrades the console's connection."
}

if command -v nginx >/dev/null; then
    sed -e "s/listen 80;/listen 127.0.0.1:$plain;/; s/listen 443 ssl http2;/listen 127.0.0.1:$tls ssl http2;/; /listen \[::\]/d; s/127.0.0.1:8080/127.0.0.1:$app/; s#/etc/ssl/$host#$work/tls#" "$here/nginx.conf" >"$work/site.conf"
    printf 'daemon off;\npid %s/nginx.pid;\nerror_log %s/nginx.log;\nevents {}\nhttp { include %s/site.conf; }\n' "$work" "$work" "$work" >"$work/nginx.conf"
    nginx -t -c "$work/nginx.conf" 2>&1 | tail -n 2
    nginx -c "$work/nginx.conf" &
    pids+=($!)
    check nginx "https://$host"
    [ "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -H "Host: $host" "http://127.0.0.1:$plain/demo?a=b")" = "308 https://$host/demo?a=b" ] || fail "nginx does not lead to TLS"
else
    echo "nginx is not here; its sample was not tried."
fi

if command -v caddy >/dev/null; then
    tls=$(port)
    sed -e "s#^$host {#https://$host:$tls {\n\ttls internal#; s/127.0.0.1:8080/127.0.0.1:$app/" "$here/Caddyfile" >"$work/Caddyfile"
    sed -i "1s|^|{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system $work/caddy\n}\n|" "$work/Caddyfile"
    XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work caddy run --config "$work/Caddyfile" --adapter caddyfile >"$work/caddy.log" 2>&1 &
    pids+=($!)
    # The limit of the run before ends with its minute.
    for _ in $(seq 70); do
        code=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$app/v1/sites/demo/replies" -H "X-Site-Key: $public" -H "Origin: https://$host" -H 'Content-Type: application/json' -d '{}')
        [ "$code" = 429 ] || break
        sleep 1
    done
    check Caddy "https://$host:$tls"
else
    echo "Caddy is not here; its sample was not tried."
fi

#!/usr/bin/env bash
# Tries the metrics, the alerts and the dashboard with a real Prometheus: starts the service on the embedded default and a Prometheus that scrapes it, sends sample
# replies, asks every query of the dashboard, then kills the service and waits until an alert fires. Needs prometheus, promtool, curl and python3 (Debian: apt-get install
# prometheus curl python3). Listens on 127.0.0.1 only and leaves nothing behind.
#
#   dotnet build -c Release src/Moderation.Server && deploy/observability/try.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=$PWD/deploy/observability
program=$PWD/src/Moderation.Server/bin/Release/net10.0/moderation.dll
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"' EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
await() { # what, seconds, command...
    local what=$1 left=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || { echo "$what did not happen" >&2; exit 1; }
        sleep 1
    done
}

service=$(free_port)
prometheus=$(free_port)
promtool check rules "$here/alerts.yml"

# The same rules, looked at every two seconds and without their waits: this is a trial and not a watch.
sed -E 's/^( +for:) .*/\1 4s/' "$here/alerts.yml" >"$work/alerts.yml"
cat >"$work/prometheus.yml" <<YAML
global: { scrape_interval: 2s, evaluation_interval: 2s }
rule_files: [alerts.yml]
scrape_configs:
  - job_name: moderation
    static_configs: [{ targets: ["127.0.0.1:$service"] }]
YAML
promtool check config "$work/prometheus.yml"

(cd "$work" && ASPNETCORE_URLS=http://127.0.0.1:$service Moderation__DataDirectory=$work/data Moderation__Bootstrap__ApiKey=a-key-for-this-trial exec dotnet "$program" serve) >"$work/service.log" 2>&1 &
moderation=$!
pids+=("$moderation")
await "The service" 60 curl -sf "http://127.0.0.1:$service/health/ready"
(cd "$work" && exec prometheus --config.file=prometheus.yml --storage.tsdb.path=tsdb --web.listen-address=127.0.0.1:$prometheus) >"$work/prometheus.log" 2>&1 &
pids+=($!)
await "Prometheus" 60 curl -sf "http://127.0.0.1:$prometheus/-/ready"

dotnet "$program" sample --url "http://127.0.0.1:$service" --site demo --key a-key-for-this-trial --rate 20 --count 600 --abusive 0.1 >"$work/sample.log" 2>&1
sleep 20

# The scores are compared with the model's card once a minute, as soon as a hundred were scored.
await "The comparison with the model's card" 180 bash -c "curl -sf http://127.0.0.1:$service/metrics | grep -q '^moderation_scores_drift{'"
sleep 4

python3 - "$here/grafana/moderation.json" "http://127.0.0.1:$prometheus" <<'PYTHON'
import json, sys, urllib.parse, urllib.request
dashboard, prometheus = sys.argv[1:]
silent = 0
for panel in json.load(open(dashboard))["panels"]:
    for target in panel["targets"]:
        answer = json.load(urllib.request.urlopen(prometheus + "/api/v1/query?" + urllib.parse.urlencode({"query": target["expr"]})))
        series = answer["data"]["result"]
        print(f"{panel['title']}: {len(series)} series, {', '.join(one['value'][1] for one in series[:3])}")
        silent += not series
sys.exit(f"{silent} queries returned nothing" if silent else 0)
PYTHON

echo "Stopping the service: an alert has to fire"
kill -9 "$moderation"
fires() { curl -sf "http://127.0.0.1:$prometheus/api/v1/alerts" | grep -q '"alertname":"'"$1"'"[^}]*}[^}]*}[^}]*"state":"firing"'; }
await "ModerationDown" 60 fires ModerationDown
echo "ModerationDown fires"
await "ModerationNoWorker" 400 fires ModerationNoWorker
echo "ModerationNoWorker fires"

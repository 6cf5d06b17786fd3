#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml hands over as files, once, in deploy/secrets. What is there stays as it is. Needs openssl.
#
#   deploy/secrets.sh                        passwords, connection strings, the first API key, and the broker's users
#   deploy/secrets.sh broker-user gazette    a broker user for one site: it may publish replies and decisions, and hear the events of its own site
#
# The directory is closed to others. The files in it can be read by anyone who gets past that, because each container reads its own as another user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
folder=${MODERATION_SECRETS:-secrets}
postgres_host=${POSTGRES_HOST:-postgres}
rabbitmq_host=${RABBITMQ_HOST:-rabbitmq:5672}

random() { openssl rand -hex 24; }

login() { if [ "$1" = owner ]; then echo moderation_owner; else echo "moderation_$1_1"; fi; }

# keep <file> <text>: writes it unless it is there.
keep() {
    [ -e "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"
    chmod 644 "$folder/$1"
}

value() { cat "$folder/$1"; }

# RabbitMQ keeps four random bytes, and SHA-256 of those and the password.
broker_hash() {
    local salt
    salt=$(openssl rand -hex 4)
    { printf '%b' "$(sed 's/../\\x&/g' <<<"$salt")"; { printf '%b' "$(sed 's/../\\x&/g' <<<"$salt")"; printf '%s' "$1"; } | openssl dgst -sha256 -binary; } | base64 -w0
}

users=() permissions=() topics=()

# user <name> <password> <configure> <write> <read> [tags]
user() {
    users+=("{\"name\":\"$1\",\"password_hash\":\"$(broker_hash "$2")\",\"hashing_algorithm\":\"rabbit_password_hashing_sha256\",\"tags\":[${6:-}]}")
    permissions+=("{\"user\":\"$1\",\"vhost\":\"/\",\"configure\":\"$3\",\"write\":\"$4\",\"read\":\"$5\"}")
}

topic() { topics+=("{\"user\":\"$1\",\"vhost\":\"/\",\"exchange\":\"moderation.reply-decided\",\"write\":\"$2\",\"read\":\"$3\"}"); }

# A site publishes, and keeps queues of its own under its name. It cannot declare, read or delete anything of ours, and binds to nothing but its own events.
site_user() {
    local site=$1
    user "site-$site" "$(value "site-$site-password")" "^site-$site\\\\..*" "^(moderation\\\\.submit-reply|moderation\\\\.decide|site-$site\\\\..*)\$" "^(moderation\\\\.reply-decided|site-$site\\\\..*)\$"
    topic "site-$site" '^$' "^$site\\\\."
}

join() { local IFS=,; echo "$*"; }

mkdir -p "$folder"
chmod 700 "$folder"
case ${1:-} in
    "") ;;
    broker-user)
        [[ ${2:-} =~ ^[a-z0-9][a-z0-9-]{0,62}$ ]] || { echo "A site id has lower-case letters, digits and hyphens: deploy/secrets.sh broker-user gazette" >&2; exit 2; }
        keep "site-$2-password" "$(random)"
        keep "site-$2-amqp" "amqp://site-$2:$(value "site-$2-password")@$rabbitmq_host/"
        ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]##*/}" >&2; exit 2 ;;
esac

keep postgres-superuser-password "$(random)"
for role in owner web worker trainer; do
    keep "postgres-$role-password" "$(random)"
    keep "postgres-$role" "Host=$postgres_host;Database=moderation;Username=$(login $role);Password=$(value "postgres-$role-password")"
done
for role in web worker trainer admin; do
    keep "rabbitmq-$role-password" "$(random)"
    keep "rabbitmq-$role" "amqp://moderation-$role:$(value "rabbitmq-$role-password")@$rabbitmq_host/"
done
keep admin-password "$(random)"
keep api-key "mk_$(random)"
keep grafana-admin-password "$(random)"

user moderation-admin "$(value rabbitmq-admin-password)" '.*' '.*' '.*' '"administrator"'
user moderation-worker "$(value rabbitmq-worker-password)" '^moderation\\..*' '^moderation\\..*' '^moderation\\..*'
user moderation-web "$(value rabbitmq-web-password)" '^moderation\\.(submissions-received|train-model)$' '^moderation\\.(submissions-received|train-model|submit-reply|decide)$' '^moderation\\.(submit-reply|decide)_error$'
user moderation-trainer "$(value rabbitmq-trainer-password)" '^moderation\\.train(-model)?$' '^moderation\\.train(-model)?$' '^moderation\\.train(-model)?$'
for file in "$folder"/site-*-password; do
    [ -e "$file" ] || continue
    file=${file##*/site-}
    site_user "${file%-password}"
done
printf '{"vhosts":[{"name":"/"}],"users":[%s],"permissions":[%s],"topic_permissions":[%s]}\n' "$(join "${users[@]}")" "$(join "${permissions[@]}")" "$(join "${topics[@]}")" >"$folder/broker-definitions.json"
chmod 644 "$folder/broker-definitions.json"
echo "The secrets are in $(cd "$folder" && pwd)." >&2

#!/usr/bin/env bash
# Looks for known vulnerabilities in every package of the lock files, and says honestly when it could not: a package source without advisories makes
# NuGet's own audit pass without a word.
#
#   deploy/supply-chain/audit.sh             0: looked, and nothing is known, or could not look (says so); 1: something is known
#   deploy/supply-chain/audit.sh --strict    1 also where it could not look
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

unknown() { # why
    echo "PACKAGE AUDIT NOT DONE: $*. Whether a package has a known vulnerability is unknown."
    [ "${strict:-}" = yes ] || exit 0
    exit 1
}
if [ "${1:-}" = --strict ]; then strict=yes; fi

sources=$(dotnet nuget list source --format short | sed -n 's/^E //p' | grep '^http' || true)
[ -n "$sources" ] || unknown "there is no package source on the network"
has_advisories=
while read -r source; do
    if curl -sSf -m 20 "$source" 2>/dev/null | grep -q '"VulnerabilityInfo/'; then has_advisories=yes; fi
done <<<"$sources"
[ -n "$has_advisories" ] || unknown "no package source of this machine offers advisories"

# In a copy: an audit is no reason to restore the tree itself again.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive HEAD | tar -x -C "$work"
said=$(cd "$work" && dotnet restore Moderation.sln -p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false 2>&1) || { echo "$said" | tail -n 20 >&2; unknown "the packages could not be restored"; }
if grep -E 'NU190[1-4]' <<<"$said" | sed 's/.*\(NU190.*\)/\1/' | sort -u; then
    echo "PACKAGE AUDIT: known vulnerabilities, see above."
    exit 1
fi
if grep -q 'NU190[05]' <<<"$said"; then unknown "the advisories could not be read"; fi
echo "PACKAGE AUDIT: done; nothing is known of any package of the lock files."

#!/bin/sh
# Lighthouse on overview and transactions of a running instance, logged in: the medians of five runs, phone and desktop.
# Usage: tools/lighthouse.sh URL EMAIL PASSWORD      (needs node; fetches the npm package `lighthouse` where there is none)
set -eu
base=${1:?address of the instance} email=${2:?email} password=${3:?password}
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lighthouse() {
    if [ -n "${LIGHTHOUSE:-}" ]; then "$LIGHTHOUSE" "$@"; else npx --yes lighthouse "$@"; fi
}

CHROME_PATH=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
export CHROME_PATH

curl -sf -c "$work/jar" -o "$work/login" "$base/accounts/login/"
token=$(sed -n 's/.*name="csrfmiddlewaretoken" value="\([^"]*\)".*/\1/p' "$work/login" | head -n 1)
curl -sf -b "$work/jar" -c "$work/jar" -o /dev/null -e "$base/" --data-urlencode "csrfmiddlewaretoken=$token" \
    --data-urlencode "login=$email" --data-urlencode "password=$password" "$base/accounts/login/"
session=$(awk '$6 == "sessionid" { print $7 }' "$work/jar")
[ -n "$session" ] || { echo "log-in failed" >&2; exit 1; }
printf '{"Cookie": "sessionid=%s"}' "$session" > "$work/headers.json"

for form in mobile desktop; do
    [ "$form" = desktop ] && preset="--preset=desktop" || preset=""
    for path in / /transactions/; do
        for run in $(seq "$runs"); do
            # shellcheck disable=SC2086
            lighthouse "$base$path" $preset --quiet --output=json --output-path="$work/$run.json" \
                --only-categories=performance,accessibility,best-practices --extra-headers="$work/headers.json" \
                --chrome-flags="--headless=new --no-sandbox --disable-gpu"
        done
        node - "$form $path" "$work" "$runs" <<'SUM'
const [title, folder, runs] = process.argv.slice(2);
const reports = Array.from({ length: Number(runs) }, (_, at) => require(`${folder}/${at + 1}.json`));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const scores = ["performance", "accessibility", "best-practices"].map(
  (name) => `${name} ${Math.round(100 * median(reports.map((report) => report.categories[name].score)))}`,
);
console.log(`${title}: ${scores.join(", ")}`);
const wanting = new Set();
for (const { audits, categories } of reports)
  for (const { auditRefs } of Object.values(categories))
    for (const { id, weight } of auditRefs)
      if (weight && audits[id].score !== null && audits[id].score < 0.9) wanting.add(`${id} ${audits[id].displayValue ?? ""}`);
for (const each of wanting) console.log(`    ${each}`);
SUM
    done
done

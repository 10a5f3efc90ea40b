#!/usr/bin/env bash
# Starts the published function app under the real Functions host (Core Tools' func) on an Azurite of its own, and waits until a timer has
# probed, storage has the result and the HTTP API answers with it. Usage: eng/host-smoke.sh PUBLISHED-FOLDER
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
app="$(cd "${1:?Usage: eng/host-smoke.sh PUBLISHED-FOLDER}" && pwd)"
port=7171
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT=1
command -v func >/dev/null || { echo "func is missing: npm install --global azure-functions-core-tools@4.15.1" >&2; exit 2; }
azurite="$root/eng/azurite/node_modules/.bin/azurite"
[ -x "$azurite" ] || { echo "Azurite is missing: npm ci --ignore-scripts --prefix eng/azurite" >&2; exit 2; }

work="$(mktemp -d)"
started=()
end() {
  code=$?
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  if [ "$code" -ne 0 ]; then
    echo "== The host said" >&2
    tail -n 200 "$work/func.log" >&2 || true
  fi
  rm -rf "$work"
  exit "$code"
}
trap end EXIT

"$azurite" --silent --skipApiVersionCheck --location "$work" >"$work/azurite.log" 2>&1 &
started+=($!)

# A route to a port where nothing listens needs no network and no key, and only a probe can know its state.
cat >"$work/fleet.json" <<'JSON'
{
  "routes": [ { "name": "nobody", "kind": "gateway", "baseUrl": "http://127.0.0.1:9/v1", "model": "none", "credential": "none", "proxy": "none" } ],
  "probe": { "depth": "path" }
}
JSON
for _ in $(seq 30); do
  if dotnet run -c Release --project "$root/src/ProbeFleet.Cli" -- config apply "$work/fleet.json" --if-match "*" --storage UseDevelopmentStorage=true; then
    applied=yes
    break
  fi
  sleep 1
done
[ "${applied-}" = yes ] || { echo "fleet.json could not be written to Azurite." >&2; exit 1; }

cd "$app"
env AzureWebJobsStorage=UseDevelopmentStorage=true FUNCTIONS_WORKER_RUNTIME=dotnet-isolated \
  PROBEFLEET_VANTAGE=smoke PROBEFLEET_STORAGE=UseDevelopmentStorage=true PROBEFLEET_EXPECTED_VANTAGES=smoke PROBEFLEET_SPOOL="$work/spool" \
  ProbeSchedule='*/10 * * * * *' ServeSchedule='*/10 * * * * *' JudgeSchedule='*/30 * * * * *' PurgeSchedule='0 17 3 * * *' \
  func start --no-build --port "$port" >"$work/func.log" 2>&1 &
host=$!
started+=("$host")

probed='"route":"nobody".*"outcome":"failed"'
fleet=""
for _ in $(seq 180); do
  kill -0 "$host" 2>/dev/null || { echo "The host ended by itself." >&2; exit 1; }
  fleet="$(curl -fsS "http://127.0.0.1:$port/api/fleet" 2>/dev/null || true)"
  if [[ "$fleet" =~ $probed ]]; then break; fi
  sleep 1
done
[[ "$fleet" =~ $probed ]] || { echo "No result of the route within three minutes. The fleet is: ${fleet:-silent}" >&2; exit 1; }
curl -fsS "http://127.0.0.1:$port/" | grep -qi '<html' || { echo "The dashboard is not at /." >&2; exit 1; }
curl -sS -o "$work/health.json" -w '%{http_code}' "http://127.0.0.1:$port/api/health" | grep -qx 200 || { cat "$work/health.json" >&2; exit 1; }
timers="$(node -p 'JSON.parse(require("fs").readFileSync("functions.metadata")).filter(one => one.bindings.some(binding => binding.type === "timerTrigger"))
  .map(one => one.name).join(" ")')"
[ -n "$timers" ] || { echo "The published app has no timers." >&2; exit 1; }
for function in $timers; do
  grep -q "$function: timerTrigger" "$work/func.log" || { echo "The host did not load $function." >&2; exit 1; }
done
echo "The published app runs: timers, storage, HTTP and the dashboard."

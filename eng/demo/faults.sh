#!/usr/bin/env bash
# Real faults on this machine, told apart: starts the fault lab, probes it with the probefleet tool, and stops what it started.
# eng/demo.sh --faults builds what this needs and runs it.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
lab_pid=

stop() {
  if [ -n "$lab_pid" ]; then kill "$lab_pid" 2>/dev/null || true; wait "$lab_pid" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

lab=artifacts/bin/ProbeFleet.FaultLab.Host/release/ProbeFleet.FaultLab.Host.dll
tool=$PWD/artifacts/bin/ProbeFleet.Cli/release/probefleet.dll
probefleet() { dotnet "$tool" "$@"; }

say "Starting servers that fail in known ways"
dotnet "$lab" fleet "$work/fleet.json" \
  tls/healthy-1.3 tcp/refused tls/stall tls/unknown-root tls/expired tls/plain-http proxy/denied proxy/auth-required \
  http/headers-never http/reset openai/invalid-key openai/insufficient-quota openai/server-error azure/deployment-not-found \
  azure/public-access-disabled litellm/upstream-connection between/captive-portal \
  > "$work/lab.out" 2> "$work/lab.err" &
lab_pid=$!
for _ in $(seq 300); do
  if grep -q '^READY' "$work/lab.out"; then break; fi
  if ! kill -0 "$lab_pid" 2>/dev/null; then cat "$work/lab.err"; exit 1; fi
  sleep 0.2
done
while IFS='=' read -r name value; do export "$name=$value"; done < <(grep '=' "$work/lab.out")

say "One probe of each route: who owns the fault?"
probefleet probe --config "$work/fleet.json" > "$work/round.txt" || true
sed '/^-----/,$d' "$work/round.txt"

say "One of them in full: a proxy that inspects TLS, or a CA that this runtime does not trust"
probefleet probe --config "$work/fleet.json" --route tls-unknown-root || true

say "What the network team gets"
probefleet probe --config "$work/fleet.json" --route tls-unknown-root --output json > "$work/result.json" || true
probefleet packet "$work/result.json" | head -40

if [ "$(id -u)" = 0 ] && command -v ip >/dev/null && command -v nft >/dev/null && command -v dnsmasq >/dev/null; then
  say "The network itself: a resolver that says NXDOMAIN, a firewall that drops, an IPv6 black hole"
  for fault in dns/nxdomain dns/silent tcp/dropped tcp/ipv6-dropped; do
    printf '%-18s' "$fault"
    dotnet "$lab" network "$fault" -- dotnet "$tool" probe --base-url https://api.lab.test:4443/v1 --model gpt-4.1-nano \
      --credential env:LAB_OPENAI_KEY --timeout 8s 2>/dev/null > "$work/network.txt" || true
    head -1 "$work/network.txt"
  done
else
  say "Left out: faults of the network itself (they need root, iproute2, nftables and dnsmasq: sudo eng/install-lab.sh)"
fi

say "Try it on your own route:  dotnet $tool probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano"

#!/usr/bin/env bash
# A fleet of three vantages on this machine, two of them on a broken path: see "usage" below.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

usage() {
  cat <<'TEXT'
Usage: eng/demo.sh [--keep | --faults]

  (nothing)   A fleet: three vantages of the real function app, an Azurite, and an API that answers as OpenAI, Azure OpenAI
              and LiteLLM do. One vantage is behind a squid that refuses a host, one has a broken resolver. It probes,
              answers a question to the whole fleet, says where the faults are, and stops everything it started. 1-2 minutes.
  --keep      The same, and stays up until Ctrl-C: prints where each vantage and its dashboard are.
  --faults    No fleet: one probe of each of twenty faults, told apart by the command line.

Needs the .NET 10 SDK. As root on Debian or Ubuntu it installs what else is missing; without root it runs what it can and
says what it left out. Traffic stays on loopback and in network namespaces of its own.
TEXT
}

verb=fleet
case "${1-}" in
  "") ;;
  --keep) verb=keep ;;
  --faults) verb=faults ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 2; }

say "Tools"
eng/install-lab.sh || echo "Going on without them."

say "Building (two minutes the first time)"
dotnet build tests/ProbeFleet.FaultLab.Host -c Release -v quiet -clp:ErrorsOnly

case "$verb" in
  fleet) exec dotnet artifacts/bin/ProbeFleet.FaultLab.Host/release/ProbeFleet.FaultLab.Host.dll demo ;;
  keep) exec dotnet artifacts/bin/ProbeFleet.FaultLab.Host/release/ProbeFleet.FaultLab.Host.dll demo --keep ;;
  faults) exec eng/demo/faults.sh ;;
esac

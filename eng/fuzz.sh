#!/usr/bin/env bash
# Fuzzes every reader of external bytes, and then a vantage with such a route among 30, one after the other, for MINUTES in total.
# Usage: eng/fuzz.sh MINUTES [SEED]
# Failing inputs are kept in artifacts/fuzz/READER; add them with the fix to tests/ProbeFleet.Fuzz.Tests/Corpus/READER, for all test runs.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  '' | *[!0-9.]*) echo "usage: eng/fuzz.sh MINUTES [SEED]" >&2; exit 2 ;;
esac
project=tests/ProbeFleet.Fuzz.Tests
rounds=tests/ProbeFleet.Fleet.Tests
dotnet build "$project" -c Release -v q -clp:ErrorsOnly
dotnet build "$rounds" -c Release -v q -clp:ErrorsOnly
targets=$(grep -c 'Fuzz\.Run("' "$project"/OutsideTests.cs "$project"/StoredTests.cs | awk -F: '{ sum += $2 } END { print sum }')
PROBEFLEET_FUZZ_MINUTES=$(awk -v all="$1" -v targets="$((targets + 1))" 'BEGIN { printf "%.4f", all / targets }')
export PROBEFLEET_FUZZ_MINUTES
if [ -n "${2:-}" ]; then export PROBEFLEET_FUZZ_SEED="$2"; fi
artifacts/bin/ProbeFleet.Fuzz.Tests/release/ProbeFleet.Fuzz.Tests -parallel none
exec artifacts/bin/ProbeFleet.Fleet.Tests/release/ProbeFleet.Fleet.Tests -class ProbeFleet.Fleet.Tests.Rounds.SimulatedDayTests

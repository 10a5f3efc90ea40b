#!/usr/bin/env bash
# Installs what the tests need, builds, tests, checks the format and the house rules.
# Ends with one line from the real results: "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
results="$PWD/artifacts/test-results"
rm -rf "$results"

step() { printf '\n== %s\n' "$*"; }

step "Tools"
eng/install-lab.sh

step "Build"
dotnet restore ProbeFleet.sln
dotnet build ProbeFleet.sln -c Release --no-restore

step "Tests"
tests_ended=0
dotnet test ProbeFleet.sln -c Release --no-build -m:1 --logger trx --results-directory "$results" || tests_ended=$?

step "Format"
dotnet format ProbeFleet.sln --no-restore --verify-no-changes

step "House rules"
eng/house-rules.sh

step "Results"
eng/sum-results.sh "$results"
exit "$tests_ended"

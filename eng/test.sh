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
dotnet restore ProbeFleet.sln --locked-mode
dotnet build ProbeFleet.sln -c Release --no-restore

# What fails from here on does not hide what comes after it: all is reported, and then the whole fails.
ended=0

step "Tests"
dotnet test ProbeFleet.sln -c Release --no-build -m:1 --logger trx --results-directory "$results" || ended=1

step "Format"
dotnet format ProbeFleet.sln --no-restore --verify-no-changes || ended=1

step "House rules"
eng/house-rules.sh || ended=1

step "Results"
eng/sum-results.sh "$results" || ended=1
exit "$ended"

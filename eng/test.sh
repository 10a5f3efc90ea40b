#!/usr/bin/env bash
# Installs what the tests need, builds, tests, checks the format and the house rules.
# Ends with one line from the real results: "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export results="$PWD/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

step() { printf '\n== %s\n' "$*"; }

step "Tools"
eng/install-lab.sh

# One compiler server for all projects. It is shut down at the end where it is disabled by default.
if [ "${UseSharedCompilation:-true}" = false ]; then
  trap 'dotnet build-server shutdown --vbcscompiler >/dev/null' EXIT
fi
export UseSharedCompilation=true

step "Build, with the analyzers and the code style"
dotnet restore ProbeFleet.sln --locked-mode
dotnet build ProbeFleet.sln -c Release --no-restore

# From here on a failure does not stop the steps after it: all are reported, and then the script fails.
ended=0

# Three at a time, the longest first: while one waits for a browser or a clock, another computes. The native file, which only the command
# line's tests need, is one of them. A browser drops its connections when this machine's network interfaces change, so what makes
# namespaces does not run beside it.
step "Native file and tests"
run_native() {
  local code=0
  { time eng/native.sh >"$results/native.log" 2>&1; } 2>"$results/native.time" || code=$?
  { flock 9; printf '\n-- native file: %s\n' "$(<"$results/native.time")"; cat "$results/native.log"; } 9>"$results/.lock"
  return "$code"
}
test_project() {
  local code=0
  exec 8>"$results/.interfaces" 7>"$results/.native"
  case "$1" in
    native) flock 7; run_native; return ;;
    ProbeFleet.Dashboard.Tests) flock 8 ;;
    ProbeFleet.Cli.Tests) flock 7; flock -s 8 ;;
    ProbeFleet.FleetLab.Tests | ProbeFleet.FaultLab.Tests) flock -s 8 ;;
  esac
  { time dotnet "artifacts/bin/$1/release/$1.dll" -noLogo -noColor -trx "$results/$1.trx" >"$results/$1.log" 2>&1 7>&- 8>&-; } \
    2>"$results/$1.time" || code=$?
  exec 7>&- 8>&-
  { flock 9; printf '\n-- %s: %s\n' "$1" "$(<"$results/$1.time")"; cat "$results/$1.log"; } 9>"$results/.lock"
  if [ ! -s "$results/$1.trx" ]; then
    printf '%s ended with %s and without results.\n' "$1" "$code"
    return 1
  fi
  # The runner ends with 1 where its process, all tests done, takes eleven seconds to exit, as on a busy machine: that fails no test.
  if grep -q 'Foreground threads were left running' "$results/$1.log" && grep -q 'Errors: 0, Failed: 0,' "$results/$1.log"; then
    printf '%s was slow to exit; its results count.\n' "$1"
    return 0
  fi
  return "$code"
}
export TIMEFORMAT='%0R s, of processor time %0U s and %0S s in the kernel'
export -f run_native test_project
order=(Dashboard native Functions Storage Fuzz Probing Fleet Cli FleetLab WorkerLab Deploy Core Infra Architecture SelfHost FaultLab)
{ printf '%s\n' "${order[@]}" | sed '/^native$/! s/.*/ProbeFleet.&.Tests/'; find tests -maxdepth 1 -name '*.Tests' -printf '%f\n' | sort; } \
  | awk '!seen[$0]++' | xargs -P 3 -I{} bash -c 'test_project {}' || ended=1

step "Format"
dotnet format whitespace --folder --verify-no-changes --exclude artifacts || ended=1

step "House rules"
eng/house-rules.sh || ended=1

step "Results"
eng/sum-results.sh "$results" || ended=1
exit "$ended"

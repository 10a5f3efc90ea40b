#!/usr/bin/env bash
# Installs what the tests need, builds, tests, checks the format and the house rules.
# Ends with one line from the real results: "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export results="$PWD/artifacts/test-results" PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
rm -rf "$results"
mkdir -p "$results"

step() { printf '\n== %s\n' "$*"; }

# The tools come while the solution is built, which needs none of them.
step "Tools, beside the build"
install_tools() {
  eng/install-lab.sh
  for folder in eng/azurite tests/ProbeFleet.Dashboard.Tests/browser; do
    # The copy of the lock comes last, so that an install that was cut is made again.
    if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"; then
      npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
      cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
    fi
  done
}
install_tools >"$results/tools.log" 2>&1 &
tools=$!

# One compiler server for all projects. It is shut down at the end where it is disabled by default. Where the build fails, the installation
# ends first: one that is cut leaves Debian's lock behind, or half a package.
shared="${UseSharedCompilation:-true}"
at_exit() {
  wait "$tools" || true
  [ "$shared" = true ] || dotnet build-server shutdown --vbcscompiler >/dev/null
}
trap at_exit EXIT
export UseSharedCompilation=true

step "Build, with the analyzers and the code style"
dotnet restore ProbeFleet.sln --locked-mode
dotnet build ProbeFleet.sln -c Release --no-restore
if ! wait "$tools"; then
  cat "$results/tools.log"
  exit 1
fi

# From here on a failure does not stop the steps after it: all are reported, and then the script fails.
ended=0

# Three at a time, the longest first: while one waits for a browser or a clock, another computes. The native file and the format are among
# them. The command line's tests run that file, and two classes of them the dotnet tool too. A browser drops its connections when the network
# interfaces change that it sees, as tests of networks change them: it has a namespace of its own. Who may make none, makes no networks.
step "Native file, tests and format"
run_timed() {
  local name="$1" code=0
  { time "${@:2}" >"$results/$name.log" 2>&1 7>&-; } 2>"$results/$name.time" || code=$?
  { flock 9; printf '\n-- %s: %s\n' "$name" "$(<"$results/$name.time")"; cat "$results/$name.log"; } 9>"$results/.lock"
  return "$code"
}
run_one() {
  local code=0 project="$1" place=() only=()
  exec 7>"$results/.native"
  case "$1" in
    native) flock 7; run_timed native eng/native.sh; return ;;
    format) run_timed format dotnet format whitespace --folder --verify-no-changes --exclude artifacts; return ;;
    tool) unset PROBEFLEET_NATIVE; project=ProbeFleet.Cli.Tests only=(-class '*.BuiltToolTests' -class '*.FleetCommandTests') ;;
    ProbeFleet.Cli.Tests) flock 7; export PROBEFLEET_NATIVE="$PWD/artifacts/native/probefleet" ;;
    ProbeFleet.Dashboard.Tests) ! unshare --net true 2>/dev/null || place=(unshare --net sh -c 'ip link set lo up && exec "$@"' sh) ;;
  esac
  run_timed "$1" "${place[@]}" dotnet "artifacts/bin/$project/release/$project.dll" "${only[@]}" -noLogo -noColor -trx "$results/$1.trx" \
    || code=$?
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
export -f run_timed run_one
order=(native Dashboard Probing FleetLab Cli Functions Fleet Fuzz Deploy Storage tool WorkerLab Core format Infra Architecture SelfHost FaultLab)
{ printf '%s\n' "${order[@]}" | sed '/^[[:upper:]]/ s/.*/ProbeFleet.&.Tests/'; find tests -maxdepth 1 -name '*.Tests' -printf '%f\n' | sort; } \
  | awk '!seen[$0]++' | xargs -P 3 -I{} bash -c 'run_one {}' || ended=1

step "House rules"
eng/house-rules.sh || ended=1

step "Results"
eng/sum-results.sh "$results" || ended=1
exit "$ended"

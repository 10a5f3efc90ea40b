#!/usr/bin/env bash
# Measures every figure that has a goal and prints it beside the goal, as Markdown. Fails when one is missed by more than 20 %.
# Needs what eng/install-lab.sh installs; the native file is measured where eng/native.sh has made one. Some 15 minutes on two quiet cores.
#   eng/bench.sh [--write]   with --write the table replaces the one of the last run in docs/benchmarks.md
set -euo pipefail
cd "$(dirname "$0")/.."

# As a vantage is published: compiled ahead for this machine's runtime.
output="$PWD/artifacts/bench"
dotnet build src/ProbeFleet.Cli -c Release -v quiet -nologo >&2
runtime="$(dotnet --info | sed -n 's/^ RID: *//p')"
dotnet publish benchmarks/ProbeFleet.Benchmarks -c Release -r "$runtime" --self-contained false -o "$output" -v quiet -nologo >&2

# Measured only as it is now: a file of another commit says nothing of this one.
commit="$(git rev-parse --short=12 HEAD)"
native=()
if [ -x artifacts/native/probefleet ] && artifacts/native/probefleet --version | grep -q "^commit   $commit$"; then
  native=("$PWD/artifacts/native/probefleet")
else
  printf 'The native file is not of commit %s and is not measured: run eng/native.sh first.\n' "$commit" >&2
fi
table="$(mktemp)"
trap 'rm -f "$table"' EXIT
code=0
dotnet "$output/ProbeFleet.Benchmarks.dll" goals "${native[@]}" | tee "$table" || code=$?

if [ "${1:-}" = --write ] && [ -s "$table" ]; then
  {
    sed '/^<!-- last run -->$/q' docs/benchmarks.md
    printf '\n%s, commit %s, %s, load %s.\n\n' "$(date -u +%F)" "$(git describe --always --dirty)" \
      "$(nproc) cores" "$(cut -d' ' -f1 /proc/loadavg)"
    cat "$table"
    printf '\n'
    sed -n '/^<!-- end of last run -->$/,$p' docs/benchmarks.md
  } >"$table.md"
  mv "$table.md" docs/benchmarks.md
fi
exit "$code"

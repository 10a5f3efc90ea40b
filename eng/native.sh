#!/usr/bin/env bash
# Compiles probefleet to one native file for this machine: artifacts/native/probefleet, its symbols beside it.
# Needs clang or gcc, cmake and OpenSSL's headers and static libraries (Debian: libssl-dev); eng/install-lab.sh brings them.
#   eng/native.sh [RUNTIME] [-p:Version=1.2.3]   for example linux-x64 (default: this machine's), linux-musl-x64, win-x64, osx-arm64
set -euo pipefail
cd "$(dirname "$0")/.."

this_machine() {
  local system processor
  case "$(uname -s)" in
    Linux) system=linux; ldd --version 2>&1 | grep -qi musl && system=linux-musl ;;
    Darwin) system=osx ;;
    *) system=win ;;
  esac
  case "$(uname -m)" in arm64 | aarch64) processor=arm64 ;; *) processor=x64 ;; esac
  printf '%s-%s' "$system" "$processor"
}

case "${1:-}" in
  "" | -*) runtime="$(this_machine)" ;;
  *) runtime="$1" && shift ;;
esac
output="$PWD/artifacts/native"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# What is compiled already would not be compiled again, and would not warn.
rm -rf "$output" "artifacts/obj/ProbeFleet.Cli/release_$runtime/native"
if ! dotnet publish src/ProbeFleet.Cli -c Release -r "$runtime" -p:Native=true "$@" -o "$output" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

# Azure.Data.Tables binds rows to classes by reflection, which native compilation cannot guarantee. ProbeFleet uses
# TableEntity only, which needs its constructor (ProbeFleet.Storage keeps it) and nothing else. A warning about anything
# else, also of that package, is a call that the native file cannot make, and fails the build.
binding='Azure\.Data\.Tables\.(DictionaryTableExtensions|TableEntityExtensions|TablesTypeBinder)\.'
if unknown="$(grep -E 'warning (IL|AOT)[0-9]+' "$log" | grep -vE "IL[0-9]+: $binding")"; then
  printf '%s\n' "$unknown" >&2
  exit 1
fi
rm -f "$output"/ProbeFleet.*.pdb
file="$(ls "$output"/probefleet "$output"/probefleet.exe 2>/dev/null || true)"
printf '%s: %s, %d KiB\n' "$runtime" "$file" "$(($(wc -c <"$file") / 1024))"

#!/usr/bin/env bash
# Recreates the pictures in docs/images: the real app over a seeded fleet of three vantages, one of which is behind a broken resolver.
# With "pages" instead: every page in light, dark and on a phone, in artifacts/screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/ProbeFleet.Dashboard.Tests -v quiet
tests=(dotnet artifacts/bin/ProbeFleet.Dashboard.Tests/debug/ProbeFleet.Dashboard.Tests.dll)
if [ "${1:-}" = pages ]; then
  "${tests[@]}" -class '*.PictureTests' -explicit only
  ls -l artifacts/screenshots/*.png
else
  PROBEFLEET_UPDATE=1 "${tests[@]}" -class '*ReadmePictureTests'
  ls -l docs/images/*.png
fi

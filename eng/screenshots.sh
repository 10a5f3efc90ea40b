#!/usr/bin/env bash
# Recreates the pictures in docs/images: the real app over a seeded fleet of three vantages, one of which is behind a broken resolver.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/ProbeFleet.Dashboard.Tests -v quiet
PROBEFLEET_UPDATE=1 dotnet artifacts/bin/ProbeFleet.Dashboard.Tests/debug/ProbeFleet.Dashboard.Tests.dll -class '*ReadmePictureTests'
ls -l docs/images/*.png

#!/usr/bin/env bash
# Copies uPlot, the dashboard's chart library, from npm into the sources: the pinned version, checked by its hash, unchanged, with its licence.
# To update: change both values (npm view uplot@X.Y.Z dist.integrity), run this and tests/ProbeFleet.Dashboard.Tests, check the screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."
version=1.6.32
integrity=sha512-KIMVnG68zvu5XXUbC4LQEPnhwOxBuLyW1AHtpm6IKTXImkbLgkMy+jabjLgSLMasNuGGzQm/ep3tOkyTxpiQIw==

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "uplot@$version" >/dev/null
package="$work/uplot-$version.tgz"
found="sha512-$(openssl dgst -sha512 -binary "$package" | base64 -w0)"
[ "$found" = "$integrity" ] || { echo "uplot-$version.tgz is $found, not $integrity." >&2; exit 1; }
tar -xzf "$package" -C "$work"
into=src/ProbeFleet.Functions/Dashboard/vendor
cp "$work/package/dist/uPlot.esm.js" "$work/package/dist/uPlot.min.css" "$into/"
cp "$work/package/LICENSE" "$into/uPlot.LICENSE.txt"
echo "uPlot $version is in $into."

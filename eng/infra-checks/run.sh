#!/usr/bin/env bash
# Checks infra/, azure.yaml, host.json and .github/ without Azure. --mutations also proves that the checks can fail.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
fi
exec node check.mjs "$@"

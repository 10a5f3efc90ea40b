#!/usr/bin/env bash
# Checks all direct and transitive NuGet and npm dependencies for known vulnerabilities. A finding or a silent registry fails it.
#   eng/audit.sh [nuget|npm]   default: both
set -euo pipefail
cd "$(dirname "$0")/.."
which="${1:-both}"
ended=0

if [ "$which" != npm ]; then
  said="$(dotnet package list --project ProbeFleet.sln --no-restore --vulnerable --include-transitive --format json)"
  if ! found="$(printf '%s' "$said" | python3 -c '
import json, sys

report = json.load(sys.stdin)
if any(problem.get("level") == "error" for problem in report.get("problems", [])):
    sys.exit(f"NuGet could not be asked: {report['"'problems'"']}")
for project in report["projects"]:
    for framework in project.get("frameworks", []):
        for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
            for finding in package.get("vulnerabilities", []):
                print(project["path"], package["id"], package["resolvedVersion"], finding["severity"], finding["advisoryurl"])
')"; then
    exit 1
  fi
  if [ -n "$found" ]; then
    printf 'Vulnerable NuGet packages:\n%s\n' "$found"
    ended=1
  fi
fi

if [ "$which" != nuget ]; then
  for folder in eng/azurite eng/workloads eng/infra-checks tests/ProbeFleet.Dashboard.Tests/browser; do
    npm audit --prefix "$folder" --audit-level=low || ended=1
  done

  # Gateways that only tests run, on loopback, for seconds and with keys that were made up. Their answers in these versions are what is
  # tested, and their dependencies are their makers' choice: advisories are told and do not fail, a silent registry does.
  npm audit --prefix eng/gateways --audit-level=none || ended=1
fi
exit "$ended"

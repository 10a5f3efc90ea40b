#!/usr/bin/env bash
# Checks this repository's own rules, which no analyzer knows. Prints violations, and fails.
set -euo pipefail
cd "$(dirname "$0")/.."
broken=0

refuse() { # sentence, lines
  if [ -n "$2" ]; then
    printf '%s\n%s\n' "$1" "$2"
    broken=1
  fi
}

refuse "A #region hides a file that is too long:" \
  "$(git grep -nE '^\s*#region' -- '*.cs' || true)"
refuse "A type's name says what it is, not that it helps:" \
  "$(git grep -nE '(class|record|struct|interface) [A-Za-z]*(Manager|Helper|Helpers|Util|Utils|Impl)\b' -- '*.cs' || true)"
refuse "A file of more than 300 lines (400 in tests) is two files:" \
  "$(git ls-files '*.cs' | xargs -r wc -l | awk '$2 != "total" && $1 > ($2 ~ /^src\// ? 300 : 400) { print $1, $2 }')"
long="$(git ls-files '*.cs' ':!benchmarks/ProbeFleet.Benchmarks/Localization' | python3 -c '
import sys

for file in sys.stdin.read().splitlines():
    with open(file, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if len(line.rstrip("\n")) > (140 if file.startswith("src/") else 160):
                print(f"{file}:{number}: {len(line.rstrip())} characters")
')"
refuse "A line of more than 140 characters (160 in tests, which hold data) is broken, or says less:" "$long"
refuse "Unfinished work is finished or left out:" \
  "$(git grep -nE 'TODO|FIXME|NotImplementedException' -- '*.cs' '*.sh' '*.bicep' ':!eng/house-rules.sh' || true)"
refuse "A regular expression is generated, so that the test of all of them (LinearPatternTests) counts its steps:" \
  "$(git grep -nE 'new Regex\(|\bRegex\.(Is|Replace|Match|Split)' -- 'src/*.cs' || true)"
refuse "A test waits for something, not for time:" \
  "$(git grep -nE 'Thread\.Sleep|Task\.Delay\((TimeSpan\.From[A-Za-z]+\()?[0-9]' -- 'tests/*.Tests/*.cs' || true)"
exit "$broken"

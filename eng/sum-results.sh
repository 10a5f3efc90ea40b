#!/usr/bin/env bash
# Sums the TRX files of a folder: names each failed test, each skipped test with its reason, and prints the one line that
# counts. Fails when a test failed.
set -euo pipefail
python3 - "$1" <<'PY'
import glob, sys
import xml.etree.ElementTree as tree

ns = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}
files = sorted(glob.glob(sys.argv[1] + "/*.trx"))
if not files:
    sys.exit("No test result was written: the test run itself failed.")
passed = failed = skipped = 0
for file in files:
    results = tree.parse(file).getroot().findall(".//t:UnitTestResult", ns)
    if not results:
        failed += 1
        print(f"FAILED   {file}: no test ran")
    for result in results:
        outcome = result.get("outcome")
        message = result.findtext(".//t:Message", default="", namespaces=ns).strip().split("\n")[0]
        message = message or result.findtext(".//t:StdOut", default="no reason given", namespaces=ns).strip().split("\n")[0]
        if outcome == "Passed":
            passed += 1
        elif outcome == "NotExecuted":
            skipped += 1
            print(f"skipped  {result.get('testName')}: {message}")
        elif outcome != "NotRunnable":  # an explicit test, which runs only when it is asked for
            failed += 1
            print(f"FAILED   {result.get('testName')}: {message}")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed else 0)
PY

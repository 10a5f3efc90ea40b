#!/usr/bin/env bash
# Installs the real servers that the fault lab uses, the browser of the dashboard's tests and what links the native file,
# on Debian or Ubuntu, as root, and versions of Node from npm. Starts no service and stops none.
set -euo pipefail

declare -A package_of=(
  [ip]=iproute2 [nft]=nftables [dnsmasq]=dnsmasq-base [squid]=squid [nginx]=nginx-light [haproxy]=haproxy [mitmdump]=mitmproxy
  [openssl]=openssl [curl]=curl [prometheus-blackbox-exporter]=prometheus-blackbox-exporter [promtool]=prometheus
  [node]=nodejs [npm]=npm [chromium]=chromium [cc]=gcc [cmake]=cmake
  [haproxy]=haproxy [stunnel4]=stunnel4 [apache2]=apache2-bin [caddy]=caddy [nghttpx]=nghttp2-proxy
  [tinyproxy]=tinyproxy-bin [privoxy]=privoxy [danted]=dante-server
)
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

missing=()
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
[ -e /usr/include/openssl/ssl.h ] || missing+=(libssl-dev)
[ -e /usr/lib/python3/dist-packages/httpx/__init__.py ] || missing+=(python3-httpx)
[ -e /usr/lib/python3/dist-packages/socksio/__init__.py ] || missing+=(python3-socksio)

# Interpreters of pinned versions; npm's packages of them are the programs themselves, for x64 only.
pinned="$(dirname "$0")/workloads/interpreters"
interpreters=/usr/local/lib/probefleet-lab
needs_interpreters() {
  [ "$(uname -m)" = x86_64 ] && ! cmp -s "$pinned/package-lock.json" "$interpreters/package-lock.json"
}

if [ ${#missing[@]} -eq 0 ] && ! needs_interpreters; then
  echo "The lab has everything it needs."
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Missing: ${missing[*]:-versions of Node}. Run eng/install-lab.sh as root; until then their tests are skipped." >&2
  exit 1
fi

if [ ${#missing[@]} -gt 0 ]; then
  # A package's service must not start: Debian asks this program first, and 101 means "not allowed".
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
fi

if needs_interpreters; then
  # The lock comes last, so that an install that was cut is made again.
  mkdir -p "$interpreters"
  rm -f "$interpreters/package-lock.json"
  staged="$(mktemp -d "$interpreters/stage.XXXXXX")"
  cp "$pinned/package.json" "$pinned/package-lock.json" "$staged/"
  npm ci --prefix "$staged" --ignore-scripts --no-audit --no-fund --no-progress --silent
  rm -rf "$interpreters/node_modules"
  mv "$staged/node_modules" "$staged/package.json" "$interpreters/"
  mv "$staged/package-lock.json" "$interpreters/"
  rm -rf "$staged"
fi

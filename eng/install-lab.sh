#!/usr/bin/env bash
# Installs the real servers that the fault lab uses, the browser of the dashboard's tests and what links the native file,
# on Debian or Ubuntu, as root, and versions of Node and gateways from npm. Starts no service and stops none.
set -euo pipefail

declare -A package_of=(
  [ip]=iproute2 [nft]=nftables [dnsmasq]=dnsmasq-base [squid]=squid [nginx]=nginx-light [haproxy]=haproxy [mitmdump]=mitmproxy
  [openssl]=openssl [curl]=curl [prometheus-blackbox-exporter]=prometheus-blackbox-exporter [promtool]=prometheus
  [node]=nodejs [npm]=npm [cc]=gcc [cmake]=cmake
  [haproxy]=haproxy [stunnel4]=stunnel4 [apache2]=apache2-bin [caddy]=caddy [nghttpx]=nghttp2-proxy
  [tinyproxy]=tinyproxy-bin [privoxy]=privoxy [danted]=dante-server [microsocks]=microsocks
  [varnishd]=varnish [lighttpd]=lighttpd [h2o]=h2o
)
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

missing=()
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
# Ubuntu's runners bring a whole browser.
command -v chromium-headless-shell chromium google-chrome >/dev/null || missing+=(chromium-headless-shell)
[ -e /usr/include/openssl/ssl.h ] || missing+=(libssl-dev)
[ -e /usr/lib/python3/dist-packages/httpx/__init__.py ] || missing+=(python3-httpx)
[ -e /usr/lib/python3/dist-packages/socksio/__init__.py ] || missing+=(python3-socksio)

[ -e /usr/lib/lighttpd/mod_openssl.so ] || missing+=(lighttpd-mod-openssl)

# What npm brings, by its lock. Versions of Node are packages that are the program itself, for x64 only.
lab=/usr/local/lib/probefleet-lab
eng="$(dirname "$0")"
declare -A folder_of=(["$eng/gateways"]="$lab/gateways")
[ "$(uname -m)" = x86_64 ] && folder_of["$eng/workloads/interpreters"]="$lab"
outdated=()
for pinned in "${!folder_of[@]}"; do
  cmp -s "$pinned/package-lock.json" "${folder_of[$pinned]}/package-lock.json" || outdated+=("$pinned")
done

if [ ${#missing[@]} -eq 0 ] && [ ${#outdated[@]} -eq 0 ]; then
  echo "The lab has everything it needs."
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Missing: ${missing[*]} ${outdated[*]}. Run eng/install-lab.sh as root; until then their tests are skipped." >&2
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

for pinned in "${outdated[@]}"; do
  # The lock comes last, so that an install that was cut is made again.
  folder="${folder_of[$pinned]}"
  mkdir -p "$folder"
  rm -f "$folder/package-lock.json"
  staged="$(mktemp -d "$folder/stage.XXXXXX")"
  cp "$pinned/package.json" "$pinned/package-lock.json" "$staged/"
  npm ci --prefix "$staged" --ignore-scripts --no-audit --no-fund --no-progress --silent
  rm -rf "$folder/node_modules"
  mv "$staged/node_modules" "$staged/package.json" "$folder/"
  mv "$staged/package-lock.json" "$folder/"
  rm -rf "$staged"
done

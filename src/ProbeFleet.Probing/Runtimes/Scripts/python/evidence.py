# Makes one request as this Python makes it, and prints one line of JSON that says what was seen of each stage.
# Needs Python 3.8 or later and no package: it uses openai when it can be imported, else httpx, else urllib. It writes no file and installs nothing.
# Secrets come from the environment only, and none is printed.
import base64
import errno
import http.client
import ipaddress
import json
import os
import re
import socket
import ssl
import sys
import threading
import time
import urllib.request
from urllib.parse import urljoin, urlsplit

ORDER = json.loads("@ORDER@")

KEPT_BODY = 32 * 1024
MOST_BODY = 8 * 1024 * 1024
PROXY_VARIABLES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
PATIENCE = "gapMs" if ORDER["streams"] and ORDER["budget"]["gapMs"] > ORDER["budget"]["headersMs"] else "headersMs"
TRUST_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


# Values that must never be printed: the secrets of the order, and the user information of the proxies.

def secret_of(entry):
    value = os.environ.get(entry["variable"])
    if not value:
        sys.exit(f"{entry['variable']} is not set: export the value that the workload uses")
    return value


HEADERS = {entry["header"]: entry["prefix"] + secret_of(entry) for entry in ORDER["secrets"]}


def user_information():
    for name in PROXY_VARIABLES:
        authority = os.environ.get(name, "").partition("://")[2] or os.environ.get(name, "")
        user, at, _ = authority.rpartition("@")
        if at:
            yield from (user, user.partition(":")[2], urllib.request.unquote(user), urllib.request.unquote(user.partition(":")[2]))


# A shorter value, such as a tenant's number, is a part of many a number and date: without them a body is no JSON any more.
SHORTEST = 6
GIVEN = {secret_of(entry) for entry in ORDER["secrets"]} | set(user_information())
SECRETS = sorted((value for value in GIVEN if len(value) >= SHORTEST), key=len, reverse=True)


def clean(text, length=300):
    text = str(text)
    for secret in SECRETS:
        text = text.replace(secret, "[redacted]")
    return re.sub(r"//[^/@\s]+@", "//", text)[:length]


# The evidence.

class Evidence:
    def __init__(self):
        self.began = time.monotonic()
        self.lock = threading.RLock()
        self.open = "configure"
        self.stages = {}
        self.failure = None
        self.touched = 0
        self.facts = {"schema": 1, "runtime": {}, "trust": {}, "proxy": {}, "resolve": None, "connect": [], "tunnel": None, "secure": None,
                      "sentBytes": 0, "response": None, "ended": None, "error": None}

    def now(self):
        return round((time.monotonic() - self.began) * 1000, 3)

    def begin(self, stage):
        with self.lock:
            later = list(ORDER["stages"])[ORDER["stages"].index(stage):]
            for name in later:
                self.stages.pop(name, None)
            self.stages[stage] = {"stage": stage, "atMs": self.now(), "durationMs": None, "outcome": "open"}
            self.open, self.failure = stage, None

    def end(self, stage, outcome):
        with self.lock:
            seen = self.stages.get(stage)
            if seen and seen["outcome"] == "open":
                seen["outcome"], seen["durationMs"] = outcome, round(self.now() - seen["atMs"], 3)

    def passed(self, stage):
        self.end(stage, "passed")

    def failed(self, stage, code, message, **more):
        with self.lock:
            self.failure = {"stage": stage, "code": code, "message": clean(message), **more}
            self.end(stage, "failed")

    def open_is(self, stage):
        return self.open == stage and self.stages.get(stage, {}).get("outcome") == "open"

    def print(self):
        with self.lock:
            stages = [self.stages[name] for name in ORDER["stages"] if name in self.stages]
            line = json.dumps({**self.facts, "stages": stages, "failure": self.failure, "open": self.open, "totalMs": self.now()}, ensure_ascii=False)
            # A file name that is not UTF-8 contains lone surrogates here, which JSON readers reject.
            sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
            sys.stdout.flush()


SEEN = Evidence()


def code_of(error):
    if isinstance(error, socket.gaierror):
        names = [name for name in dir(socket) if name.startswith("EAI_") and getattr(socket, name) == error.errno]
        return names[0] if names else "EAI_FAIL"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "CERTIFICATE"
    if isinstance(error, (ssl.SSLZeroReturnError, ssl.SSLEOFError)) or "EOF" in str(getattr(error, "reason", "")):
        return "EOF"
    if isinstance(error, ssl.SSLError):
        return error.reason or "TLS"
    if isinstance(error, socket.timeout) or error.__class__.__name__.endswith("Timeout"):
        return "TIMEOUT"
    return errno.errorcode.get(getattr(error, "errno", None) or 0, "")


def keep_failure(stage, error):
    SEEN.failed(stage, code_of(error), error, verifyCode=getattr(error, "verify_code", None))


def chain_of(error):
    links = []
    while error is not None and len(links) < 8:
        kind = type(error)
        links.append({"type": f"{kind.__module__}.{kind.__qualname__}", "message": clean(error), "code": code_of(error) or None})
        error = error.__cause__ or error.__context__
    return links

# The trust store and the proxy of this runtime.

def roots_of(context):
    try:
        return {"roots": context.cert_store_stats()["x509_ca"], "verifies": context.verify_mode is not ssl.CERT_NONE,
                "minimum": getattr(context, "minimum_version", ssl.TLSVersion.MINIMUM_SUPPORTED).name}
    except (AttributeError, NotImplementedError):
        return {}


def trust_of(module):
    variables = {name: os.environ[name] for name in TRUST_VARIABLES if os.environ.get(name)}
    own = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if name in variables), None)
    if own:
        found = {"source": own, "path": variables[own]}
    elif module is None or module.__name__ == "httpx2":
        paths = ssl.get_default_verify_paths()
        found = {"source": "system", "path": paths.cafile or paths.capath or paths.openssl_cafile}
    else:
        import certifi
        found = {"source": "certifi", "path": certifi.where()}
    return {**found, "variables": variables}


def without_user(url):
    return None if not url else re.sub(r"//[^/@]*@", "//", url if "://" in url else "http://" + url)


def proxy_of():
    parts = urlsplit(ORDER["url"])
    known = urllib.request.getproxies_environment()
    url = known.get(parts.scheme) or known.get("all")
    if ORDER["proxy"] == "none":
        return {"url": None, "source": "configuration", "bypassed": False}
    if ORDER["proxy"] is not None:
        return taken(ORDER["proxy"], "configuration")
    if not url:
        return {"url": None, "source": "none", "bypassed": False}
    variable = next((name for name in PROXY_VARIABLES if os.environ.get(name) == url), "system settings")
    if CLIENT != "urllib" and parts.scheme not in known and "all" in known:
        variable = "ALL_PROXY" if "ALL_PROXY" in os.environ else "all_proxy"
    if CLIENT == "urllib" and parts.scheme not in known:
        return {"url": None, "source": "none", "bypassed": False, "note": "urllib takes no proxy from ALL_PROXY"}
    return taken(url, variable)


def taken(url, source):
    parts = urlsplit(url if "://" in url else "http://" + url)
    facts = {"url": without_user(url), "source": source, "bypassed": False, "credentials": bool(parts.username)}
    if CLIENT == "urllib" and parts.scheme != "http":
        facts["note"] = f"urllib speaks plain HTTP to every proxy, also to one whose URL says {parts.scheme}://"
    return facts


def told_proxy(pool):
    """What httpx has decided for this very URL: it matches NO_PROXY by patterns of its own."""
    facts = SEEN.facts["proxy"] = proxy_of()
    if facts["url"] and facts["source"] != "configuration" and "Proxy" not in type(pool).__name__:
        facts.update(url=None, bypassed=True, source="no_proxy" if os.environ.get("no_proxy") else "NO_PROXY")


def apply_proxy():
    if ORDER["proxy"] is not None:
        for name in PROXY_VARIABLES + ("no_proxy", "NO_PROXY"):
            os.environ.pop(name, None)
        if ORDER["proxy"] != "none":
            os.environ["HTTP_PROXY"] = os.environ["http_proxy"] = os.environ["HTTPS_PROXY"] = os.environ["https_proxy"] = ORDER["proxy"]


# The request, by the first client that this runtime has.

def imported(name):
    try:
        return __import__(name)
    except Exception as error:
        if not isinstance(error, ModuleNotFoundError):
            SEEN.facts["runtime"].setdefault("notImported", {})[name] = clean(f"{type(error).__name__}: {error}")
        return None


def version_of(*names):
    from importlib import metadata
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return found


def seconds(name, own):
    asked = ORDER["budget"][name] / 1000
    return asked if own is None else min(asked, own)


def keep_response(status, headers, version):
    location = next((value for name, value in headers if name.lower() == "location"), None)
    SEEN.passed("send")
    SEEN.passed("respond")
    kept = [[name.lower(), clean(value) if name.lower() in ORDER["keep"] else ""] for name, value in headers]
    SEEN.facts["response"] = {"status": status, "version": version, "headers": kept[:200], "body": "", "bytes": 0, "complete": False,
                              "location": clean(urljoin(ORDER["url"], location)) if location else None}
    SEEN.begin("answer")


def keep_body(chunks):
    response, body = SEEN.facts["response"], bytearray()
    stream = Stream() if ORDER["streams"] and response["status"] < 300 else None
    response["pieces"] = stream.pieces if stream else None
    for chunk in chunks:
        response["bytes"] += len(chunk)
        other = stream.take(chunk) if stream and not body else chunk
        if other:
            body += other[:KEPT_BODY - len(body)]
            response["body"] = clean(body.decode("utf-8", "replace"), KEPT_BODY)
        elif stream and stream.has_ended:
            break
        if response["bytes"] > MOST_BODY or stream and stream.length > MOST_TEXT:
            SEEN.failed("answer", "TOO_LARGE", "the body is larger than any answer to a probe")
            return
    if stream:
        stream.finish()
    response["complete"] = True


def pieces_of(response):
    """What comes, as it comes: read() waits for a whole block."""
    left = getattr(response, "length", None)
    while left is None or left > 0:
        chunk = response.read1(65536 if left is None else min(left, 65536))
        if not chunk:
            break
        left = None if left is None else left - len(chunk)
        yield chunk
    if left:
        raise http.client.IncompleteRead(b"", left)


def by_httpx(httpx):
    with httpx.Client(follow_redirects=False, headers={"user-agent": "probefleet-request"}) as client:
        # httpx by default waits 5 s for headers, and so does a workload that sets no timeout.
        default = client.timeout
        SEEN.facts["runtime"]["defaults"] = {"connectS": default.connect, "readS": default.read, "retries": 0}
        client.timeout = httpx.Timeout(connect=seconds("connectMs", default.connect), read=seconds(PATIENCE, default.read),
                                       write=seconds("headersMs", default.write), pool=None)
        pool = getattr(client._transport_for_url(httpx.URL(ORDER["url"])), "_pool", None)
        told_proxy(pool)
        with client.stream(ORDER["method"], ORDER["url"], headers=request_headers(), content=ORDER["body"]) as response:
            keep_response(response.status_code, list(response.headers.items()), response.http_version.replace("HTTP/", ""))
            keep_body(response.iter_bytes())


def by_openai(openai, httpx):
    # The SDK's own timeout is ten minutes, so only the probe's budget counts; retries are off because the probe counts each answer.
    timeout = httpx.Timeout(connect=seconds("connectMs", None), read=seconds(PATIENCE, None), write=seconds("headersMs", None), pool=None)
    defaults = getattr(openai, "DEFAULT_TIMEOUT", None)
    SEEN.facts["runtime"]["defaults"] = {"connectS": getattr(defaults, "connect", None), "readS": getattr(defaults, "read", None),
                                         "retries": getattr(openai, "DEFAULT_MAX_RETRIES", None)}
    given = {name: value for name, value in request_headers().items() if name.lower() != "content-type"}
    if "Authorization" not in given:
        given["Authorization"] = openai._types.Omit()
    key = HEADERS.get("Authorization", "Bearer none").partition(" ")[2]
    client = openai.OpenAI(api_key=key, base_url=ORDER["baseUrl"], max_retries=0, timeout=timeout, default_headers=given)
    told_proxy(getattr(client._client._transport_for_url(httpx.URL(ORDER["url"])), "_pool", None))
    body = {"body": json.loads(ORDER["body"])} if ORDER["body"] else {}
    call = client.post if ORDER["method"] == "POST" else client.get
    options = {"follow_redirects": False}
    streams = {"stream": True, "stream_cls": openai.Stream[object]} if ORDER["streams"] else {}
    try:
        response = call(ORDER["url"], cast_to=httpx.Response, options=options, **body, **streams)
    except openai.APIStatusError as error:
        response = error.response
    keep_response(response.status_code, list(response.headers.items()), response.http_version.replace("HTTP/", ""))
    keep_body(response.iter_bytes())


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def by_urllib():
    SEEN.facts["runtime"]["defaults"] = {"connectS": None, "readS": None, "retries": 0}
    SEEN.facts["proxy"] = proxy_of()
    host = urlsplit(ORDER["url"]).netloc.rpartition("@")[2]
    if SEEN.facts["proxy"]["url"] and ORDER["proxy"] is None and urllib.request.proxy_bypass(host):
        SEEN.facts["proxy"].update(url=None, bypassed=True, source="no_proxy" if os.environ.get("no_proxy") else "NO_PROXY")
    if proxy_scheme().startswith("socks"):
        raise ValueError(SEEN.facts["proxy"]["note"])
    request = urllib.request.Request(ORDER["url"], method=ORDER["method"], data=ORDER["body"].encode() if ORDER["body"] else None,
                                     headers={**request_headers(), "User-Agent": "probefleet-request"})
    try:
        response = urllib.request.build_opener(NoRedirects).open(request, timeout=seconds("connectMs", None))
    except urllib.error.HTTPError as error:
        response = error
    keep_response(response.getcode(), response.headers.items(), "1.0" if getattr(response, "version", 11) == 10 else "1.1")
    keep_body(pieces_of(response))


def request_headers():
    return {**({"Content-Type": "application/json"} if ORDER["body"] else {}), "Accept": "application/json", **HEADERS}


def tell():
    """For people who run the script by hand."""
    response = SEEN.facts["response"]
    if not ORDER["tells"]:
        return
    if response is None:
        failure = SEEN.failure or {}
        line = f"no response, so no status and no request id: {failure.get('stage')} failed: {failure.get('code')} {failure.get('message')}"
    else:
        headers = dict(response["headers"])
        line = f"status {response['status']}, request id {headers.get('x-request-id') or headers.get('apim-request-id') or 'none'}"
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def watch():
    """Ends the process when a budget is spent in something that has no timeout of its own, such as the system's resolver."""
    budget = ORDER["budget"]
    ends = budget["totalMs"]
    if budget.get("untilMs"):
        ends = min(ends, budget["untilMs"] - time.time() * 1000 + SEEN.now())
    limits = {"resolve": budget["connectMs"], **({"respond": budget["headersMs"], "answer": budget["gapMs"]} if ORDER["streams"] else {})}
    while True:
        time.sleep(0.02)
        stage, now = SEEN.stages.get(SEEN.open), SEEN.now()
        most = limits.get(SEEN.open) if stage and stage["outcome"] == "open" else None
        slow = most is not None and now - max(stage["atMs"], SEEN.touched) > most
        if slow or now > ends:
            with SEEN.lock:
                SEEN.failed(SEEN.open, "TIMEOUT", "the budget ran out", whole=now > ends)
                SEEN.print()
                tell()
                os._exit(1)


def main():
    global CLIENT
    apply_proxy()
    openai = imported("openai")
    httpx = (imported("httpx2") if openai and hasattr(openai, "DefaultHttpx2Client") else None) or imported("httpx")
    CLIENT = "openai" if openai and httpx else "httpx" if httpx else "urllib"
    SEEN.facts["runtime"] = {
        **SEEN.facts["runtime"], "kind": "python", "version": ".".join(map(str, sys.version_info[:3])), "client": CLIENT, "tls": ssl.OPENSSL_VERSION,
        "executable": sys.executable,
        "packages": version_of("openai", "httpx", "httpx2", "httpcore", "certifi", "truststore", "requests", "h2") if httpx else {},
    }
    SEEN.facts["trust"] = trust_of(httpx if CLIENT != "urllib" else None)
    install_hooks()
    SEEN.began = time.monotonic()
    threading.Thread(target=watch, daemon=True).start()
    try:
        if CLIENT == "openai":
            by_openai(openai, httpx)
        elif CLIENT == "httpx":
            by_httpx(httpx)
        else:
            by_urllib()
        SEEN.passed("answer")
    except Exception as error:
        SEEN.facts["error"] = chain_of(error)
        known = SEEN.failure and SEEN.failure["stage"] == SEEN.open and SEEN.failure["code"]
        if not known:
            codes = [link["code"] for link in SEEN.facts["error"] if link["code"]]
            protocol = any(re.search("Protocol|BadStatus|Decoding|IncompleteRead|LineTooLong", link["type"]) for link in SEEN.facts["error"])
            # Python's TLS and its clients read a reset as an end.
            code = "ECONNRESET" if SEEN.facts["ended"] == "reset" else "INVALID_RESPONSE" if protocol else codes[-1] if codes else ""
            SEEN.failed(SEEN.open, code, error)
        else:
            SEEN.end(SEEN.open, "failed")
    SEEN.print()
    tell()
    # A thread or a connection that hangs must not keep the process alive.
    os._exit(0 if (SEEN.facts["response"] or {}).get("status", 500) < 400 and not SEEN.failure else 1)


main()

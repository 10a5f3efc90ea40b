# Hooks below every client: names, sockets, TLS.

CLIENT = None
FIRST = b""     # how the response began
CERTIFICATE = None      # the peer's, in base64
REFUSED = [ipaddress.ip_network(network) for network in ORDER["refuse"]]
REAL = {"getaddrinfo": socket.getaddrinfo, "connect": socket.socket.connect, "shake": ssl.SSLSocket.do_handshake,
        "wrap": ssl.SSLContext.wrap_socket}


def getaddrinfo(host, *rest, **named):
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in str(text) else socket.AF_INET, str(text))
        return REAL["getaddrinfo"](host, *rest, **named)
    except OSError:
        pass
    SEEN.begin("resolve")
    SEEN.facts["resolve"] = {"host": text, "addresses": []}
    try:
        found = REAL["getaddrinfo"](host, *rest, **named)
    except OSError as error:
        keep_failure("resolve", error)
        raise
    SEEN.facts["resolve"]["addresses"] = list(dict.fromkeys(entry[4][0] for entry in found))
    SEEN.passed("resolve")
    refused = next((address for address in SEEN.facts["resolve"]["addresses"] if is_refused(address)), None)
    # A proxy from the environment is the operator's own, and resolves the route's name itself.
    if refused and not (SEEN.facts["proxy"].get("url") and ORDER["proxy"] is None):
        SEEN.begin("connect")
        SEEN.failed("connect", "TARGET_NOT_ALLOWED", f"{text} leads to {refused}")
        raise OSError(SEEN.failure["message"])
    return found


def is_refused(address):
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return any(parsed in network for network in REFUSED)


def connect(self, address):
    if not SEEN.open_is("connect"):
        SEEN.begin("connect")
        SEEN.facts.update(connect=[], ended=None)
    host, port = address[0], address[1]
    attempt = {"endpoint": f"[{host}]:{port}" if ":" in host else f"{host}:{port}", "atMs": SEEN.now(), "code": None}
    SEEN.facts["connect"].append(attempt)
    try:
        REAL["connect"](self, address)
    except OSError as error:
        attempt["code"] = code_of(error)
        SEEN.failure = {"stage": "connect", "code": attempt["code"], "message": clean(error)}
        raise
    finally:
        attempt["durationMs"] = round(SEEN.now() - attempt["atMs"], 3)
    SEEN.failure = None
    attempt["local"] = "%s:%s" % self.getsockname()[:2]
    SEEN.passed("connect")
    if CLIENT == "urllib":
        self.settimeout(ORDER["budget"]["tlsMs" if ORDER["url"].startswith("https:") else PATIENCE] / 1000)


def do_handshake(self, *rest, **named):
    global CERTIFICATE
    if SEEN.stages.get("secure", {}).get("outcome") == "passed":
        return REAL["shake"](self, *rest, **named)
    CERTIFICATE = None
    is_proxys = proxy_scheme() == "https" and ORDER["url"].startswith("https:") and "tunnel" not in SEEN.stages
    stage = "tunnel" if is_proxys else "secure"
    SEEN.begin(stage)
    SEEN.facts["trust"].update(roots_of(self.context))
    facts = SEEN.facts["secure"] = {"name": self.server_hostname}
    if stage == "tunnel":
        SEEN.facts["tunnel"], SEEN.facts["secure"] = {"tls": facts}, None
    try:
        REAL["shake"](self, *rest, **named)
    except OSError as error:
        facts["certificate"] = CERTIFICATE
        keep_failure(stage, error)
        raise
    names = (self.getpeercert() or {}).get("issuer", ())
    facts.update(protocol=self.version(), cipher=(self.cipher() or [None])[0], issuer=", ".join(f"{key}={value}" for part in names for key, value in part),
                 certificate=base64.b64encode(self.getpeercert(True) or b"").decode() or None)
    if stage == "tunnel":
        return
    SEEN.passed("secure")
    if CLIENT == "urllib":
        self.settimeout(ORDER["budget"][PATIENCE] / 1000)


def proxy_scheme():
    return (SEEN.facts["proxy"].get("url") or "").partition("://")[0]


def sending(data):
    if (bytes(data[:8]) == b"CONNECT " or proxy_scheme().startswith("socks")) and "tunnel" not in SEEN.stages:
        SEEN.begin("tunnel")
        SEEN.facts["tunnel"] = {}
    elif not SEEN.open_is("tunnel"):
        if not SEEN.open_is("send"):
            SEEN.begin("send")
            SEEN.facts["sentBytes"] = 0
        SEEN.facts["sentBytes"] += len(data)


def receiving():
    if SEEN.open_is("send"):
        SEEN.passed("send")
        SEEN.begin("respond")


def was_reset(connection):
    """Python's TLS reads a reset as an end: on Linux the socket's state tells (7 is CLOSE, an end would be 8, CLOSE_WAIT)."""
    try:
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == b"\x07"
    except (AttributeError, OSError):
        return False


def received(connection, data):
    global FIRST
    SEEN.touched = SEEN.now()
    if not data:
        SEEN.facts["ended"] = SEEN.facts["ended"] or ("reset" if was_reset(connection) else "fin")
    if SEEN.open_is("tunnel") and data and proxy_scheme().startswith("socks"):
        read_socks(data)
    elif SEEN.open_is("tunnel"):
        status = re.match(rb"HTTP/1\.[01] (\d{3})", data)
        if status and status.group(1).startswith(b"2"):
            SEEN.facts["tunnel"]["status"] = int(status.group(1))
            SEEN.passed("tunnel")
        elif status:
            SEEN.facts["tunnel"]["status"] = int(status.group(1))
            SEEN.failed("tunnel", "TUNNEL_STATUS", status.group(0).decode())
        elif data:
            SEEN.failed("tunnel", "INVALID_RESPONSE", "the proxy's answer is not HTTP")
        else:
            SEEN.failed("tunnel", "EOF", "the proxy closed the connection")
    elif SEEN.open_is("respond"):
        if not data:
            code, message = (
                ("INVALID_RESPONSE", "what came is not HTTP") if FIRST != b"HTTP/"[:len(FIRST)]
                else ("ECONNRESET", "the connection was reset") if SEEN.facts["ended"] == "reset"
                else ("EOF", "the peer closed the connection"))
            SEEN.failure = {"stage": "respond", "code": code, "message": message}
        elif not FIRST:
            FIRST = data[:5]


def read_socks(data):
    """RFC 1928 and 1929: each answer has its verdict in the second byte, and the client asks on only after it."""
    facts = SEEN.facts["tunnel"]
    if len(data) < 2:
        return
    if data[0] not in (1, 5):
        SEEN.failed("tunnel", "INVALID_RESPONSE", "what came is no answer of a SOCKS proxy")
        return
    if "socksMethod" not in facts:
        facts["socksMethod"] = data[1]
        refused = data[1] == 255
    elif facts["socksMethod"] == 2 and "socksAuthenticated" not in facts:
        facts["socksAuthenticated"] = data[1] == 0
        refused = data[1] != 0
    else:
        facts["socksReply"] = data[1]
        refused = data[1] != 0
        if not refused:
            SEEN.passed("tunnel")
    if refused:
        SEEN.failed("tunnel", "TUNNEL_STATUS", "the SOCKS proxy refused")


def hook_stream(kind, send_names):
    def wrap_send(real):
        def send(self, data, *rest):
            sending(data)
            try:
                return real(self, data, *rest)
            except OSError as error:
                keep_failure(SEEN.open, error)
                raise
        return send

    def wrap_receive(real, into):
        def receive(self, *arguments):
            receiving()
            try:
                got = real(self, *arguments)
            except OSError as error:
                keep_failure(SEEN.open, error)
                raise
            received(self, bytes(arguments[0][:got]) if into else got)
            return got
        return receive

    for name in send_names:
        setattr(kind, name, wrap_send(getattr(kind, name)))
    kind.recv = wrap_receive(kind.recv, False)
    kind.recv_into = wrap_receive(kind.recv_into, True)


def wrap_socket(self, *arguments, **named):
    # A reader sees every end of TLS alike, and no request for a certificate: OpenSSL's own messages tell.
    self._msg_callback = saw_message
    return REAL["wrap"](self, *arguments, **named)


def saw_message(connection, direction, version, content, message, data):
    global CERTIFICATE
    if direction != "read":
        return
    if getattr(content, "name", "") == "ALERT" and getattr(message, "name", "") == "CLOSE_NOTIFY":
        SEEN.facts["ended"] = "alert"
    if getattr(content, "name", "") == "HANDSHAKE" and getattr(message, "name", "") == "CERTIFICATE_REQUEST":
        SEEN.facts["certificateRequested"] = True
    if getattr(content, "name", "") == "HANDSHAKE" and getattr(message, "name", "") == "CERTIFICATE":
        # Python throws a refused certificate away. Head, in TLS 1.3 an empty context, and the lengths of the list and of its first entry.
        start = 11 if version == 0x304 else 10
        length = int.from_bytes(data[start - 3:start], "big")
        CERTIFICATE = base64.b64encode(data[start:start + length]).decode()


def install_hooks():
    hook_stream(ssl.SSLSocket, ["send"])
    hook_stream(socket.socket, ["send", "sendall"])
    socket.getaddrinfo, socket.socket.connect, ssl.SSLSocket.do_handshake = getaddrinfo, connect, do_handshake
    ssl.SSLContext.wrap_socket = wrap_socket

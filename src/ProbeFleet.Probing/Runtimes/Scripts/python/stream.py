# An answer that is a stream of events: when its pieces came, and its lines without the answer's own words.

MOST_TEXT = 512 * 1024
SHAPE = {"type", "object", "status", "model", "finish_reason", "choices", "delta", "content", "reasoning_content", "reasoning", "tool_calls", "response", "error"}
WORDS = {"type", "object", "status", "model", "finish_reason"}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FIELDS = (b"data:", b"event:", b"id:", b"retry:", b":")
LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")
LAST = re.compile(rb'data: ?\[DONE\]|data: ?\{"error"|event: ?(error|response\.(completed|incomplete|failed))\Z')


def without_words(value, name=None):
    """The shape of an event: its error whole, and of every other text only that there is one."""
    if isinstance(value, dict):
        return {key: inner if key == "error" else without_words(inner, key) for key, inner in value.items() if key in SHAPE}
    if isinstance(value, list):
        return [without_words(inner) for inner in value[:3]]
    return "x" if isinstance(value, str) and value and name not in WORDS else value


class Stream:
    def __init__(self):
        self.rest = b""
        self.length = 0
        self.is_stream = self.is_error = self.is_last = self.has_ended = False
        self.pieces = []
        self.read = None

    def take(self, chunk):
        """Takes the next bytes in; returns all that came where they begin something else than a stream of events."""
        held = self.rest + chunk
        if not self.is_stream:
            # Blank lines, and a field's name that has come in part, may begin either.
            held = (held[len(BYTE_ORDER_MARK):] if held.startswith(BYTE_ORDER_MARK) else held).lstrip()
            self.is_stream = held.startswith(FIELDS)
            if not self.is_stream and not any(start.startswith(held) for start in (BYTE_ORDER_MARK,) + FIELDS):
                self.pieces.clear()
                return held
        *lines, self.rest = LINE_END.split(held)
        self.add(len(chunk), "".join(self.line(line) + "\n" for line in lines))
        return b""

    def finish(self):
        if self.pieces and self.rest:
            self.pieces[-1][2] += self.line(self.rest)

    def add(self, size, text):
        self.length += len(text)
        if self.pieces and SEEN.touched == self.read:
            # One read of the connection, which the client hands on in parts.
            self.pieces[-1][1:] = [self.pieces[-1][1] + size, self.pieces[-1][2] + text]
        elif len(self.pieces) < 4096:
            self.pieces.append([SEEN.now(), size, text])
        else:
            last = self.pieces[-1]
            last[:] = [SEEN.now(), last[1] + size, last[2] + text]
        self.read = SEEN.touched

    def line(self, line):
        self.is_last = self.is_last or bool(LAST.match(line))
        if not line:
            self.has_ended, self.is_error = self.has_ended or self.is_last, False
        elif line.startswith(b"event:"):
            self.is_error = line[6:].strip() == b"error"
            return clean(line.decode("ascii", "replace"))
        elif line.startswith(b"data:"):
            return "data: " + self.data(line[5:].strip())
        return line[:1].decode("ascii", "replace") if line.startswith(b":") else ""

    def data(self, data):
        try:
            value = json.loads(data)
        except ValueError:
            return clean(data.decode("utf-8", "replace")) if self.is_error or data == b"[DONE]" else "x"
        is_error = self.is_error or isinstance(value, dict) and value.get("type") == "error"
        return clean(json.dumps(value if is_error else without_words(value)), KEPT_BODY)

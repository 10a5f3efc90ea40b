// An answer that is a stream of events: when its pieces came, and its lines without the answer's own words.

const mostText = 512 * 1024;
const wordNames = new Set(['type', 'object', 'status', 'model', 'finish_reason']);
const shapeNames = new Set([...wordNames, 'choices', 'delta', 'content', 'reasoning_content', 'reasoning', 'tool_calls', 'response', 'error']);
const byteOrderMark = '\xef\xbb\xbf';
const fields = ['data:', 'event:', 'id:', 'retry:', ':'];
const lineEnd = /\r\n|\n|\r(?!$)/;
const lastLine = /^(data: ?\[DONE\]|data: ?\{"error"|event: ?(error|response\.(completed|incomplete|failed))$)/;

// The shape of an event: its error whole, and of every other text only that there is one.
const withoutWords = (value, name) => {
  if (Array.isArray(value)) return value.slice(0, 3).map((inner) => withoutWords(inner));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).filter(([key]) => shapeNames.has(key)).map(([key, inner]) => [key, key === 'error' ? inner : withoutWords(inner, key)]));
  }
  return typeof value === 'string' && value && !wordNames.has(name) ? 'x' : value;
};

const watchStream = () => {
  const pieces = [];
  let [rest, isStream, isError, isLast] = ['', false, false, false];
  const stream = { pieces, length: 0, hasEnded: false };

  const dataOf = (bytes) => {
    const text = Buffer.from(bytes, 'latin1').toString('utf8').trim();
    try {
      const value = JSON.parse(text);
      return clean(JSON.stringify(isError || value?.type === 'error' ? value : withoutWords(value)), keptBody);
    } catch {
      return isError || text === '[DONE]' ? clean(text) : 'x';
    }
  };
  const lineOf = (line) => {
    isLast ||= lastLine.test(line);
    if (line === '') {
      [stream.hasEnded, isError] = [stream.hasEnded || isLast, false];
    } else if (line.startsWith('event:')) {
      isError = line.slice(6).trim() === 'error';
      return clean(line);
    } else if (line.startsWith('data:')) return `data: ${dataOf(line.slice(5))}`;
    return line.startsWith(':') ? ':' : '';
  };

  // Takes the next bytes in; returns all that came where they begin something else than a stream of events.
  stream.take = (chunk) => {
    let held = rest + Buffer.from(chunk).toString('latin1');
    if (!isStream) {
      // Blank lines, and a field's name that has come in part, may begin either.
      held = (held.startsWith(byteOrderMark) ? held.slice(byteOrderMark.length) : held).trimStart();
      isStream = fields.some((field) => held.startsWith(field));
      if (!isStream && ![byteOrderMark, ...fields].some((start) => start.startsWith(held))) {
        pieces.length = 0;
        return Buffer.from(held, 'latin1');
      }
    }
    const lines = held.split(lineEnd);
    rest = lines.pop();
    const text = lines.map((line) => `${lineOf(line)}\n`).join('');
    stream.length += text.length;
    const last = pieces.at(-1);
    if (pieces.length < 4096) pieces.push([now(), chunk.length, text]);
    else pieces[pieces.length - 1] = [now(), last[1] + chunk.length, last[2] + text];
    return null;
  };
  stream.finish = () => {
    if (pieces.length > 0 && rest !== '') pieces.at(-1)[2] += lineOf(rest);
  };
  return stream;
};

// An answer that is a stream of events: when its pieces came, and its lines without the answer's own words.

const mostText = 512 * 1024;
const wordNames = new Set(['type', 'object', 'status', 'finish_reason']);
const shapeNames = new Set([...wordNames, 'choices', 'delta', 'content', 'reasoning_content', 'reasoning', 'tool_calls', 'response', 'error']);
const beginsEvents = /^(\xef\xbb\xbf)?\s*(data|event|id|retry)?:/;
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
  let [rest, isError, isLast] = ['', false, false];
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

  // Takes the next bytes in; false where they begin something else than a stream of events.
  stream.take = (chunk) => {
    const bytes = Buffer.from(chunk).toString('latin1');
    if (pieces.length === 0 && !beginsEvents.test(bytes)) return false;
    const lines = (rest + bytes).split(lineEnd);
    rest = lines.pop();
    const text = lines.map((line) => `${lineOf(line)}\n`).join('');
    stream.length += text.length;
    const last = pieces.at(-1);
    if (pieces.length < 4096) pieces.push([now(), chunk.length, text]);
    else pieces[pieces.length - 1] = [now(), last[1] + chunk.length, last[2] + text];
    return true;
  };
  stream.finish = () => {
    if (pieces.length > 0 && rest !== '') pieces.at(-1)[2] += lineOf(rest);
  };
  return stream;
};

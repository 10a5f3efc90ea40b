// The trust store and the proxy of this runtime.

const options = [...process.execArgv, ...(env.NODE_OPTIONS ?? '').split(/\s+/)].filter(Boolean);
const has = (option) => options.includes(option);
const [major, minor] = process.versions.node.split('.').map(Number);

const trustOf = () => {
  const extra = env.NODE_EXTRA_CA_CERTS;
  const store = has('--use-openssl-ca') ? 'openssl' : has('--use-system-ca') || env.NODE_USE_SYSTEM_CA === '1' ? 'bundled and system' : 'bundled';
  const readable = Boolean(extra) && existsSync(extra);
  return {
    source: extra ? `${store}, NODE_EXTRA_CA_CERTS` : store,
    path: extra ?? null,
    roots: tls.rootCertificates.length,
    extra: extra ? { path: extra, readable, roots: readable ? (readFileSync(extra, 'utf8').match(/BEGIN CERTIFICATE/g) ?? []).length : 0 } : null,
    variables: Object.fromEntries(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_OPTIONS'].filter((name) => env[name]).map((name) => [name, clean(env[name])])),
    verifies: env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
    minimum: tls.DEFAULT_MIN_VERSION,
  };
};

// From Node 22.21 and 24.5 on, fetch uses the environment's proxy when told to; earlier versions never do.
const knowsProxies = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
const proxyOf = () => {
  const variable = (new URL(order.url).protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']).find((name) => env[name]);
  const takes = knowsProxies && (env.NODE_USE_ENV_PROXY === '1' || has('--use-env-proxy'));
  if (takes && variable) {
    const source = order.proxy === null ? variable : 'configuration';
    return { url: clean(env[variable]), source, bypassed: false, credentials: /:\/\/[^/]*@/.test(env[variable]) };
  }
  const all = ['all_proxy', 'ALL_PROXY'].find((name) => env[name]);
  const note = !variable && all ? `Node takes no proxy from ${all}` : variable ? `Node ${process.versions.node} leaves ${variable} alone${knowsProxies ? ': NODE_USE_ENV_PROXY=1 is not set' : '; only Node 22.21, 24.5 and later can take it'}` : undefined;
  return { url: null, source: order.proxy === null ? 'none' : 'configuration', bypassed: false, note };
};

// The request, by the first client that this runtime has.

const resolved = () => {
  try {
    return require.resolve('openai');
  } catch {
    return null;
  }
};

const packageOf = (path) => {
  for (let folder = path; folder.includes('/') || folder.includes('\\');) {
    folder = folder.replace(/[\\/][^\\/]*$/, '');
    const file = `${folder}/package.json`;
    if (existsSync(file)) {
      const read = JSON.parse(readFileSync(file, 'utf8'));
      if (read.name === 'openai' && read.version) return read.version;
    }
  }
  return null;
};

const byOpenAI = async (OpenAI) => {
  const bearer = headers.authorization?.startsWith('Bearer ') ? headers.authorization.slice(7) : 'none';
  // The SDK reads the body of an error itself: a copy is kept for the evidence.
  let answer;
  const watched = async (...given) => {
    answer = await fetch(...given);
    return answer.status >= 400 ? answer.clone() : answer;
  };
  const client = new OpenAI({
    apiKey: bearer, baseURL: order.baseUrl, maxRetries: 0, timeout: order.budget.totalMs, defaultHeaders: { authorization: null, ...headers }, fetch: watched,
  });
  const defaults = OpenAI.DEFAULT_TIMEOUT ?? 600000;
  seen.runtime.defaults = { connectS: 10, readS: defaults / 1000, retries: 2 };
  const call = order.method === 'POST' ? client.post.bind(client) : client.get.bind(client);
  try {
    return await call(order.url, { ...(order.body ? { body: JSON.parse(order.body) } : {}), fetchOptions: { redirect: 'manual' } }).asResponse();
  } catch (error) {
    if (error?.status === undefined || answer === undefined) throw error;
    return answer;
  }
};

const byFetch = () => {
  seen.runtime.defaults = { connectS: 10, readS: 300, retries: 0 };
  return fetch(order.url, { method: order.method, redirect: 'manual', headers: { ...headers, 'user-agent': 'probefleet-request' }, body: order.body ?? undefined });
};

const keepResponse = (response) => {
  pass('send');
  pass('respond');
  const location = response.headers.get('location');
  seen.response = {
    status: response.status, version: '1.1', headers: [...response.headers].slice(0, 200).map(([name, value]) => [name, order.keep.includes(name) ? clean(value) : '']),
    body: '', bytes: 0, complete: false, location: location ? clean(URL.canParse(location, order.url) ? new URL(location, order.url).href : location) : null,
  };
  begin('answer');
};

// The chunk of size 0, and the trailers that may follow it.
const lastChunk = /(^|\r\n)0+(;[^\r\n]*)?\r\n([^\r\n]+\r\n)*\r\n$/;

const keepBody = async (response) => {
  const kept = [];
  const stream = order.streams && seen.response.status < 300 ? watchStream() : null;
  seen.response.pieces = stream?.pieces;
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      touchedAt = now();
      seen.response.bytes += chunk.length;
      const other = stream !== null && size === 0 ? stream.take(chunk) : chunk;
      if (other === null) {
        if (stream.hasEnded) break;
        if (stream.length > mostText) return fail('answer', 'TOO_LARGE', 'the body is larger than any answer to a probe');
        continue;
      }
      if (size < keptBody) kept.push(other.subarray(0, keptBody - size));
      size += other.length;
      if (seen.response.bytes > mostBody) {
        fail('answer', 'TOO_LARGE', 'the body is larger than 8 MiB');
        return;
      }
    }
    stream?.finish();
    // fetch takes the end of the connection for the end of the body where the server had said that it would close.
    const isChunked = response.headers.get('transfer-encoding') === 'chunked' && !stream?.hasEnded;
    if (isChunked && !lastChunk.test(lastBytes.toString('latin1'))) {
      const code = seen.ended === 'reset' ? 'ECONNRESET' : 'EOF';
      return fail('answer', code, `the connection ended within the body, and fetch of Node ${process.versions.node} took that for the body's end`);
    }
    seen.response.complete = true;
  } finally {
    seen.response.body = clean(Buffer.concat(kept).toString('utf8'), keptBody);
  }
};

const watchBudget = () => {
  const { budget } = order;
  const ends = Math.min(budget.totalMs, budget.untilMs ? budget.untilMs - Date.now() + now() : Infinity);
  const of = { resolve: budget.connectMs, connect: budget.connectMs, tunnel: budget.connectMs, secure: budget.tlsMs, send: budget.headersMs, respond: budget.headersMs, answer: order.streams ? budget.gapMs : Infinity };
  setInterval(() => {
    const stage = stages.get(open);
    const since = open === 'connect' ? stages.get('resolve')?.atMs ?? stage.atMs : open === 'answer' ? Math.max(stage.atMs, touchedAt) : stage?.atMs;
    if (now() < ends && !(stage?.outcome === 'open' && now() - since > (of[open] ?? Infinity))) return;
    seen.connect.filter((entry) => entry.durationMs === undefined).forEach((entry) => Object.assign(entry, { code: 'TIMEOUT', durationMs: round(now() - entry.atMs) }));
    giveUp(open, 'TIMEOUT', 'the budget ran out', { whole: now() >= ends });
  }, 20).unref();
};

const main = async () => {
  const path = resolved();
  let OpenAI = null;
  let notImported;
  if (path) {
    try {
      const module = await import(pathToFileURL(path).href);
      OpenAI = module.OpenAI ?? module.default?.OpenAI ?? module.default;
    } catch (error) {
      notImported = { openai: clean(error.message) };
    }
  }
  seen.runtime = {
    kind: 'node', version: process.versions.node, client: OpenAI ? 'openai' : 'fetch', tls: `OpenSSL ${process.versions.openssl}`, executable: process.execPath,
    packages: { ...(OpenAI ? { openai: packageOf(path) } : {}), undici: process.versions.undici }, notImported,
    attemptMs: net.getDefaultAutoSelectFamily?.() ? net.getDefaultAutoSelectFamilyAttemptTimeout?.() : undefined,
  };
  [seen.trust, seen.proxy] = [trustOf(), proxyOf()];
  if (order.proxy !== null && order.proxy !== 'none' && !seen.proxy.url) {
    fail('configure', 'NO_PROXY_SUPPORT', `fetch of Node ${process.versions.node} cannot use the route's proxy; Node 24.5 can, with NODE_USE_ENV_PROXY=1`);
    return;
  }
  // A request may neither be answered nor fail where a refusal meets its last write: then nothing keeps the process alive.
  process.once('exit', () => {
    if (printed) return;
    fail(open, seen.ended === 'reset' ? 'ECONNRESET' : 'EOF', 'the connection ended, and fetch neither answered nor failed');
    print();
    tell();
    process.exitCode = 1;
  });
  hookLookup();
  hookSockets();
  hookHttp();
  began = performance.now();
  watchBudget();
  try {
    const response = await (OpenAI ? byOpenAI(OpenAI) : byFetch());
    keepResponse(response);
    await keepBody(response);
    pass('answer');
  } catch (error) {
    seen.error = chainOf(error);
    const codes = seen.error.map((link) => link.code).filter(Boolean);
    const socks = /^UND_ERR_SOCKS5_(?:REPLY_(\d+)|AUTH_(REJECTED|FAILED))/.exec(codes.at(-1));
    if (socks) {
      const method = { REJECTED: 255, FAILED: 2 }[socks[2]];
      seen.tunnel = { socksReply: socks[1] && Number(socks[1]), socksMethod: method, socksAuthenticated: method === 2 ? false : undefined };
      failure = null;
      fail('tunnel', 'TUNNEL_STATUS', 'the SOCKS proxy refused');
    }
    // What fetch refuses before anything is sent, such as a port of its list, stands in the innermost message.
    if (failure === null) fail(open, codes.at(-1) ?? '', open === 'configure' ? seen.error.map((link) => link.message).join(': ') : error.message);
  }
};

await main();
print();
tell();
process.exit(failure === null && seen.response?.status < 400 ? 0 : 1);

// Makes one request as this Node makes it, and prints one line of JSON that says what was seen of each stage.
// Needs Node 20 or later and no package: it uses openai when it can be resolved from the current folder, else fetch. It writes no file and installs nothing.
// Secrets come from the environment only, and none is printed.
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const order = JSON.parse("@ORDER@");

const keptBody = 32 * 1024;
const mostBody = 8 * 1024 * 1024;
const require = createRequire(`${process.cwd()}/`);
const [dns, net, tls] = ['node:dns', 'node:net', 'node:tls'].map((name) => require(name)); // hooks need the exports that can be changed
const { env } = process;

// What must never be printed: the secrets of the order, and the user information of the proxies.

const secretOf = ({ variable }) => {
  if (!env[variable]) {
    console.error(`${variable} is not set: export the value that the workload uses`);
    process.exit(2);
  }
  return env[variable];
};

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];
const userInformation = proxyVariables.flatMap((name) => {
  const user = /^(?:[a-z0-9]+:\/\/)?(.*)@/i.exec(env[name] ?? '')?.[1];
  return user ? [user, user.split(':').slice(1).join(':')] : [];
});
const secrets = [...new Set([...order.secrets.map(secretOf), ...userInformation])].filter(Boolean).sort((a, b) => b.length - a.length);
const clean = (text, length = 300) =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), String(text ?? '')).replace(/\/\/[^/@\s]+@/g, '//').slice(0, length);
const headers = Object.fromEntries([
  ...(order.body ? [['content-type', 'application/json']] : []),
  ['accept', 'application/json'],
  ...order.secrets.map((entry) => [entry.header.toLowerCase(), entry.prefix + secretOf(entry)]),
]);

// What was seen.

const seen = {
  schema: 1, runtime: {}, trust: {}, proxy: {}, resolve: null, connect: [], tunnel: null, secure: null, sentBytes: 0, response: null, error: null,
};
const stages = new Map();
let began = performance.now();
let open = 'configure';
let failure = null;
let printed = false;
const now = () => Math.round((performance.now() - began) * 1000) / 1000;
const round = (ms) => Math.round(ms * 1000) / 1000;

const begin = (stage) => {
  order.stages.slice(order.stages.indexOf(stage)).forEach((later) => stages.delete(later));
  stages.set(stage, { stage, atMs: now(), durationMs: null, outcome: 'open' });
  [open, failure] = [stage, null];
};
const isOpen = (stage) => open === stage && stages.get(stage)?.outcome === 'open';
const end = (stage, outcome) => {
  const entry = stages.get(stage);
  if (entry?.outcome === 'open') Object.assign(entry, { outcome, durationMs: round(now() - entry.atMs) });
};
const pass = (stage) => end(stage, 'passed');
const fail = (stage, code, message, more = {}) => {
  failure ??= { stage, code, message: clean(message), ...more };
  end(stage, 'failed');
};
const print = () => {
  if (printed) return;
  printed = true;
  const ended = order.stages.filter((stage) => stages.has(stage)).map((stage) => stages.get(stage));
  // Written before the process ends, also into a pipe.
  writeSync(1, `${JSON.stringify({ ...seen, stages: ended, failure, open, totalMs: now() })}\n`);
};

// For people who run the script by hand.
const tell = () => {
  if (!order.tells) return;
  if (seen.response === null) {
    writeSync(2, `no response, so no status and no request id: ${failure?.stage} failed: ${failure?.code} ${failure?.message}\n`);
    return;
  }
  const kept = Object.fromEntries(seen.response.headers);
  writeSync(2, `status ${seen.response.status}, request id ${kept['x-request-id'] || kept['apim-request-id'] || 'none'}\n`);
};

const certificateCodes = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 18, SELF_SIGNED_CERT_IN_CHAIN: 19, UNABLE_TO_GET_ISSUER_CERT: 2, UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 20,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 21, CERT_HAS_EXPIRED: 10, CERT_NOT_YET_VALID: 9, ERR_TLS_CERT_ALTNAME_INVALID: 62, HOSTNAME_MISMATCH: 62,
  CERT_UNTRUSTED: 27, CERT_REJECTED: 28, CERT_SIGNATURE_FAILURE: 7, INVALID_CA: 24, INVALID_PURPOSE: 26,
};
const codeOf = (error) => {
  const code = String(error?.code ?? '');
  if (code in certificateCodes) return 'CERTIFICATE';
  if (code === 'ECONNRESET' && /socket disconnected before|hang up/.test(error.message)) return 'EOF';
  if (code === 'UND_ERR_SOCKET' && /other side closed/.test(error.message)) return 'EOF';
  if (code === 'EPROTO') return /SSL routines:[^:]*:([^:]*)/.exec(error.message)?.[1]?.replaceAll(' ', '_').toUpperCase() ?? 'TLS';
  if (/TIMEOUT/.test(code) || error?.name === 'TimeoutError') return 'TIMEOUT';
  if (/^HPE_|^UND_ERR_(RES|RESPONSE)/.test(code) || error?.name === 'HTTPParserError') return 'INVALID_RESPONSE';
  return code.replace(/^ERR_SSL_/, '');
};
const chainOf = (error) => {
  const chain = [];
  for (let link = error; link && chain.length < 8; link = link.cause ?? link.errors?.[0]) {
    chain.push({ type: link.constructor?.name ?? 'Error', message: clean(link.message), code: codeOf(link) || link.code || null });
  }
  return chain;
};

// Hooks below fetch: names, sockets, TLS, HTTP.

const hookLookup = () => {
  const real = dns.lookup;
  dns.lookup = (host, options, callback) => {
    const [given, done] = typeof options === 'function' ? [{}, options] : [options, callback];
    if (isIP(host)) return real(host, given, done);
    begin('resolve');
    seen.resolve = { host, addresses: [] };
    return real(host, given, (error, found, family) => {
      if (error) fail('resolve', error.code, error.message);
      else {
        seen.resolve.addresses = [...new Set([].concat(found).map((entry) => entry.address ?? entry))];
        pass('resolve');
      }
      const refused = seen.proxy.url ? undefined : seen.resolve.addresses.find(isRefused);
      if (refused !== undefined) {
        begin('connect');
        fail('connect', 'TARGET_NOT_ALLOWED', `${host} leads to ${refused}`);
        return done(new Error(failure.message));
      }
      return done(error, found, family);
    });
  };
};

const refusedNetworks = new net.BlockList();
order.refuse.forEach((network) => {
  const [address, length] = network.split('/');
  refusedNetworks.addSubnet(address, Number(length), isIP(address) === 6 ? 'ipv6' : 'ipv4');
});
const isRefused = (address) => refusedNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const endpointOf = (address, port) => (isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`);

const watchConnect = (socket, host, port) => {
  const start = (address, toPort) => {
    if (!isOpen('connect')) {
      begin('connect');
      seen.connect = [];
    }
    seen.connect.push({ endpoint: endpointOf(address, toPort), atMs: now(), code: null });
  };
  const finish = (address, code) => {
    const attempt = seen.connect.findLast((entry) => entry.endpoint.includes(address) && entry.durationMs === undefined);
    if (attempt) Object.assign(attempt, { code, durationMs: round(now() - attempt.atMs) });
  };
  socket.on('connectionAttempt', start);
  socket.on('connectionAttemptFailed', (address, _port, _family, error) => finish(address, error?.code ?? 'UNKNOWN'));
  socket.on('connectionAttemptTimeout', (address) => finish(address, 'ATTEMPT_TIMEOUT'));
  socket.once('connect', () => {
    if (seen.connect.length === 0 || !isOpen('connect')) start(socket.remoteAddress ?? host, port);
    finish(socket.remoteAddress, null);
    const made = seen.connect.findLast((entry) => entry.code === null);
    if (made) made.local = endpointOf(socket.localAddress, socket.localPort);
    pass('connect');
  });
  socket.once('error', (error) => {
    if (!isOpen('connect')) return;
    seen.connect.filter((entry) => entry.durationMs === undefined).forEach((entry) => {
      Object.assign(entry, { code: codeOf(error), durationMs: round(now() - entry.atMs) });
    });
    fail('connect', codeOf(error), error.message);
  });
};

const nameOf = (entry) => Object.entries(entry ?? {}).filter(([, value]) => typeof value === 'string').map(([key, value]) => `${key}=${value}`).join(', ');

const watchSecure = (socket, options) => {
  // A handler that stands first sees a certificate before Node refuses it.
  const read = () => {
    const peer = socket.getPeerCertificate(true);
    if (!peer?.raw) return;
    Object.assign(seen.secure, {
      protocol: socket.getProtocol(), cipher: socket.getCipher()?.standardName, issuer: nameOf(peer.issuer), certificate: peer.raw.toString('base64'),
    });
  };
  const start = () => {
    begin('secure');
    seen.secure = { name: options.servername };
  };
  if (options.socket) start();
  else socket.once('connect', start);
  socket.prependListener('secure', read);
  socket.once('secureConnect', () => pass('secure'));
  socket.once('error', (error) => {
    if (isOpen('secure')) fail('secure', codeOf(error), error.message, { verifyCode: certificateCodes[error.code] });
    // TLS 1.3 refuses a client after its side of the handshake is done.
    else if (/ALERT/.test(error.code)) fail(open, codeOf(error), error.message);
  });
};

const hookSockets = () => {
  const [plain, secure] = [net.connect, tls.connect];
  net.connect = net.createConnection = (...given) => {
    const socket = plain(...given);
    watchConnect(socket, given[0]?.host, given[0]?.port);
    return socket;
  };
  tls.connect = (...given) => {
    const socket = secure(...given);
    if (!given[0]?.socket) watchConnect(socket, given[0]?.host, given[0]?.port);
    watchSecure(socket, given[0] ?? {});
    return socket;
  };
};

const hookHttp = () => {
  const isTunnel = ({ request }) => request?.method === 'CONNECT';
  subscribe('undici:client:sendHeaders', (message) => {
    begin(isTunnel(message) ? 'tunnel' : 'send');
    if (!isTunnel(message)) seen.sentBytes = Buffer.byteLength(message.headers ?? '') + Buffer.byteLength(order.body ?? '');
    else seen.tunnel = { status: null };
    if (!order.body && !isTunnel(message)) [pass('send'), begin('respond')];
  });
  subscribe('undici:request:bodySent', (message) => {
    if (isTunnel(message) || !isOpen('send')) return;
    pass('send');
    begin('respond');
  });
  subscribe('undici:request:headers', (message) => {
    if (!isTunnel(message)) return;
    seen.tunnel = { status: message.response.statusCode };
    if (message.response.statusCode === 200) pass('tunnel');
    else fail('tunnel', 'TUNNEL_STATUS', `status ${message.response.statusCode}`);
  });
};

// What this runtime trusts, and which proxy it takes.

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

// fetch of Node 22.21 and 24.5, and later, takes the environment's proxy when it is told to; earlier ones never.
const knowsProxies = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
const proxyOf = () => {
  const variable = (new URL(order.url).protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']).find((name) => env[name]);
  const takes = knowsProxies && (env.NODE_USE_ENV_PROXY === '1' || has('--use-env-proxy'));
  if (takes && variable) return { url: clean(env[variable]), source: variable, bypassed: false };
  const note = variable ? `Node ${process.versions.node} leaves ${variable} alone${knowsProxies ? ': NODE_USE_ENV_PROXY=1 is not set' : '; only Node 22.21, 24.5 and later can take it'}` : undefined;
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

const byOpenAI = async (OpenAI, signal) => {
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
    return await call(order.url, { ...(order.body ? { body: JSON.parse(order.body) } : {}), signal, fetchOptions: { redirect: 'manual' } }).asResponse();
  } catch (error) {
    if (error?.status === undefined || answer === undefined) throw error;
    return answer;
  }
};

const byFetch = (signal) => {
  seen.runtime.defaults = { connectS: 10, readS: 300, retries: 0 };
  return fetch(order.url, { method: order.method, redirect: 'manual', signal, headers: { ...headers, 'user-agent': 'probefleet-request' }, body: order.body ?? undefined });
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

const keepBody = async (response) => {
  const kept = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      seen.response.bytes += chunk.length;
      if (size < keptBody) kept.push(chunk.subarray(0, keptBody - size));
      size += chunk.length;
      if (seen.response.bytes > mostBody) {
        fail('answer', 'TOO_LARGE', 'the body is larger than 8 MiB');
        return;
      }
    }
    seen.response.complete = true;
  } finally {
    seen.response.body = clean(Buffer.concat(kept).toString('utf8'), keptBody);
  }
};

const watchBudget = (abort) => {
  const { budget } = order;
  const ends = Math.min(budget.totalMs, budget.untilMs ? budget.untilMs - Date.now() + now() : Infinity);
  const of = { resolve: budget.connectMs, connect: budget.connectMs, tunnel: budget.connectMs, secure: budget.tlsMs, send: budget.headersMs, respond: budget.headersMs };
  setInterval(() => {
    const stage = stages.get(open);
    const since = open === 'connect' ? stages.get('resolve')?.atMs ?? stage.atMs : stage?.atMs;
    if (now() < ends && !(stage?.outcome === 'open' && now() - since > (of[open] ?? Infinity))) return;
    fail(open, 'TIMEOUT', 'the budget ran out');
    seen.connect.filter((entry) => entry.durationMs === undefined).forEach((entry) => Object.assign(entry, { code: 'TIMEOUT', durationMs: round(now() - entry.atMs) }));
    abort.abort();
    print();
    tell();
    process.exit(1);
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
  hookLookup();
  hookSockets();
  hookHttp();
  began = performance.now();
  const abort = new AbortController();
  watchBudget(abort);
  try {
    const response = await (OpenAI ? byOpenAI(OpenAI, abort.signal) : byFetch(abort.signal));
    keepResponse(response);
    await keepBody(response);
    pass('answer');
  } catch (error) {
    seen.error = chainOf(error);
    const codes = seen.error.map((link) => link.code).filter(Boolean);
    if (failure === null) fail(open, codes.at(-1) ?? '', error.message);
  }
};

await main();
print();
tell();
process.exit(failure === null && seen.response?.status < 400 ? 0 : 1);

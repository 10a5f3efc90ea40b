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
      // A proxy from the environment is the operator's own, and resolves the route's name itself.
      const refused = seen.proxy.url && order.proxy === null ? undefined : seen.resolve.addresses.find(isRefused);
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

const proxyProtocol = () => (seen.proxy.url ? (/^(\w+:)\/\//.exec(seen.proxy.url)?.[1] ?? 'http:') : null);

// What the client decides by its own reading of NO_PROXY shows in where it connects.
const watchProxy = (host) => {
  if (seen.proxy.url === null || order.proxy !== null || host !== new URL(order.url).hostname.replace(/^\[|\]$/g, '')) return;
  const { hostname } = new URL(/:\/\//.test(seen.proxy.url) ? seen.proxy.url : `http://${seen.proxy.url}`);
  if (hostname !== host) Object.assign(seen.proxy, { url: null, bypassed: true, source: env.no_proxy ? 'no_proxy' : 'NO_PROXY' });
};

const watchConnect = (socket, host, port) => {
  watchProxy(host);
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
    if (proxyProtocol() !== 'socks5:' || socket.encrypted) return;
    begin('tunnel');
    seen.tunnel = {};
  });
  // fetch would connect again and again to a proxy that closes instead of answering.
  socket.once('close', () => {
    if (isOpen('tunnel') && proxyProtocol() !== 'socks5:') giveUp('tunnel', seen.ended === 'reset' ? 'ECONNRESET' : 'EOF', 'the proxy closed the connection');
  });
  socket.once('error', (error) => {
    if (!isOpen('connect')) return;
    seen.connect.filter((entry) => entry.durationMs === undefined).forEach((entry) => {
      Object.assign(entry, { code: codeOf(error), durationMs: round(now() - entry.atMs) });
    });
    fail('connect', codeOf(error), error.message);
  });
};

// A client may take a cut body for a whole one: the last bytes tell, with room for trailers.
const mostEnd = 4096;
const watchEnd = (socket) => {
  const read = socket.read;
  socket.read = (...given) => {
    const chunk = read.apply(socket, given);
    if (chunk) lastBytes = Buffer.concat([lastBytes, chunk.subarray(-mostEnd)]).subarray(-mostEnd);
    return chunk;
  };
  socket.once('error', (error) => {
    if (error.code === 'ECONNRESET') seen.ended = 'reset';
  });
  socket.once('end', () => {
    if (!socket.encrypted) seen.ended ??= 'fin';
  });
};

const nameOf = (entry) => Object.entries(entry ?? {}).filter(([, value]) => typeof value === 'string').map(([key, value]) => `${key}=${value}`).join(', ');

const watchSecure = (socket, options) => {
  // A handler that runs first sees a certificate before Node refuses it.
  const isProxys = !options.socket && proxyProtocol() === 'https:' && order.url.startsWith('https:');
  const stage = isProxys ? 'tunnel' : 'secure';
  const facts = { name: options.servername };
  const read = () => {
    const peer = socket.getPeerCertificate(true);
    if (!peer?.raw) return;
    Object.assign(facts, {
      protocol: socket.getProtocol(), cipher: socket.getCipher()?.standardName, issuer: nameOf(peer.issuer), certificate: peer.raw.toString('base64'),
    });
  };
  const start = () => {
    // Some versions begin TLS although the proxy has refused the tunnel.
    if (stages.get('tunnel')?.outcome === 'failed') return;
    if (proxyProtocol() === 'socks5:') pass('tunnel');
    begin(stage);
    if (isProxys) seen.tunnel = { tls: facts };
    else seen.secure = facts;
  };
  if (options.socket) start();
  else socket.once('connect', start);
  socket.prependListener('secure', read);
  if (!isProxys) socket.once('secureConnect', () => pass('secure'));
  socket.once('error', (error) => {
    if (isOpen(stage)) fail(stage, codeOf(error), error.message, { verifyCode: certificateCodes[error.code] });
    // TLS 1.3 refuses a client certificate after the client's side of the handshake is complete.
    else if (/_ALERT_|^ERR_SSL_TLSV1_/.test(error.code)) fail(open, codeOf(error), error.message);
  });
};

const hookSockets = () => {
  const [plain, secure] = [net.connect, tls.connect];
  net.connect = net.createConnection = (...given) => {
    const socket = plain(...given);
    watchConnect(socket, given[0]?.host, given[0]?.port);
    watchEnd(socket);
    return socket;
  };
  tls.connect = (...given) => {
    const socket = secure(...given);
    if (!given[0]?.socket) watchConnect(socket, given[0]?.host, given[0]?.port);
    watchSecure(socket, given[0] ?? {});
    watchEnd(socket);
    return socket;
  };
};

const hookHttp = () => {
  const isTunnel = ({ request }) => request?.method === 'CONNECT';
  subscribe('undici:client:sendHeaders', (message) => {
    if (!isTunnel(message) || !isOpen('tunnel')) begin(isTunnel(message) ? 'tunnel' : 'send');
    if (!isTunnel(message)) seen.sentBytes = Buffer.byteLength(message.headers ?? '') + Buffer.byteLength(order.body ?? '');
    else seen.tunnel ??= {};
    if (!order.body && !isTunnel(message)) [pass('send'), begin('respond')];
  });
  subscribe('undici:request:bodySent', (message) => {
    if (isTunnel(message) || !isOpen('send')) return;
    pass('send');
    begin('respond');
  });
  subscribe('undici:request:headers', (message) => {
    if (!isTunnel(message)) return;
    seen.tunnel = { ...seen.tunnel, status: message.response.statusCode };
    if (message.response.statusCode === 200) pass('tunnel');
    else fail('tunnel', 'TUNNEL_STATUS', `status ${message.response.statusCode}`);
  });
};

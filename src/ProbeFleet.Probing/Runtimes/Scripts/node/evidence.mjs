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

// Values that must never be printed: the secrets of the order, and the user information of the proxies.

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
// A shorter value, such as a tenant's number, is a part of many a number and date: without them a body is no JSON any more.
const shortest = 6;
const given = [...new Set([...order.secrets.map(secretOf), ...userInformation])];
const secrets = given.filter(({ length }) => length >= shortest).sort((a, b) => b.length - a.length);
// JSON readers reject half of a surrogate pair, which cutting a text may leave.
const clean = (text, length = 300) =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), String(text ?? '')).replace(/\/\/[^/@\s]+@/g, '//').slice(0, length).toWellFormed();
const headers = Object.fromEntries([
  ...(order.body ? [['content-type', 'application/json']] : []),
  ['accept', 'application/json'],
  ...order.secrets.map((entry) => [entry.header.toLowerCase(), entry.prefix + secretOf(entry)]),
]);

// The evidence.

const seen = {
  schema: 1, runtime: {}, trust: {}, proxy: {}, resolve: null, connect: [], tunnel: null, secure: null, sentBytes: 0, response: null, ended: null, error: null,
};
const stages = new Map();
let began = performance.now();
let open = 'configure';
let failure = null;
let printed = false;
let touchedAt = 0; // when bytes of the answer last came
let lastBytes = Buffer.alloc(0);
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
  // A synchronous write completes before the process ends, also into a pipe.
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

// Ends the process in the middle of a request.
const giveUp = (stage, code, message, more = {}) => {
  fail(stage, code, message, more);
  print();
  tell();
  process.exit(1);
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
  // undici: "closed" where its parser had not seen the end yet when the socket closed.
  if (code === 'UND_ERR_SOCKET' && /other side closed|^closed$/.test(error.message)) return 'EOF';
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

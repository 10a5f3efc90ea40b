// Serves one gateway on a port of 127.0.0.1: node serve.cjs NODE_MODULES portkey|llms|http2 PORT [JSON]
const [folder, name, port, given] = process.argv.slice(2);
const path = require('node:path');

const gateways = {
  portkey() {
    // It has no option for its address, and would listen on all of them.
    const { Server } = require('node:net');
    const listen = Server.prototype.listen;
    Server.prototype.listen = function (_, ...rest) {
      return listen.call(this, { port: Number(port), host: '127.0.0.1' }, rest.find((one) => typeof one === 'function'));
    };
    process.argv = [...process.argv.slice(0, 2), '--headless'];
    return import(path.join(folder, '@portkey-ai/gateway/build/start-server.js'));
  },

  llms() {
    const { default: Server } = require(path.join(folder, '@musistudio/llms'));
    const providers = JSON.parse(given);
    return new Server({ logger: false, useJsonFile: false, useEnvFile: false, initialConfig: { HOST: '127.0.0.1', PORT: port, providers } }).start();
  },

  // Node's own server of HTTP/2 answers HTTP/1.1 with a page of its own.
  http2() {
    const { createSecureServer } = require('node:http2');
    const { readFileSync } = require('node:fs');
    const { cert, key } = JSON.parse(given);
    createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }).listen(Number(port), '127.0.0.1');
  },
};

gateways[name]();

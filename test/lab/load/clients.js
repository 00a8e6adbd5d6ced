// HTTP and HTTPS clients: clients.js URL [--workers N] [--pause MS] [--timeout MS] [--keep-alive] [--ca FILE] [--from ADDRESS] [--encoding NAME]
// Each worker sends a request, waits for its end, pauses, and goes on until the process is told to stop; then it prints what came back.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '1' },
    pause: { type: 'string', default: '0' },
    timeout: { type: 'string', default: '4000' },
    'keep-alive': { type: 'boolean', default: false },
    ca: { type: 'string' },
    from: { type: 'string' },
    encoding: { type: 'string' },
  },
});
const url = positionals[0];
const workers = Number(values.workers);
const protocol = url.startsWith('https:') ? https : http;
const agent = new protocol.Agent({
  keepAlive: values['keep-alive'],
  maxSockets: workers,
  // Without keep-alive every request is a new client's: it brings no session of an earlier one.
  maxCachedSessions: 0,
  ...(values.ca ? { ca: readFileSync(values.ca) } : {}),
});
const from = values.from ? { localAddress: values.from } : {};
const headers = values.encoding ? { headers: { 'accept-encoding': values.encoding } } : {};
const seen = {};

// One timer for the whole request: `request.setTimeout` does not cover the connect phase.
function once() {
  return new Promise(resolve => {
    const request = protocol.get(url, { agent, ...from, ...headers }, response => {
      response.resume();
      response.on('close', () => finish(response.statusCode));
    });
    const timer = setTimeout(() => {
      finish(request.socket?.connecting === false ? 'timeout after connect' : 'timeout connecting');
      request.destroy();
    }, Number(values.timeout));
    const finish = what => {
      clearTimeout(timer);
      resolve(what);
    };
    request.on('error', error => finish(error.code ?? error.message));
  });
}

async function worker() {
  for (;;) {
    const what = await once();
    seen[what] = (seen[what] ?? 0) + 1;
    await new Promise(resolve => setTimeout(resolve, Number(values.pause)));
  }
}

process.on('SIGTERM', () => {
  console.log(JSON.stringify(seen));
  process.exit(0);
});
for (let i = 0; i < workers; i++) void worker();

// HTTP clients: clients.js URL [--workers N] [--pause MS] [--timeout MS] [--keep-alive]
// Each worker sends a request, waits for its end, pauses, and goes on until the process is told to stop; then it prints what came back.
import http from 'node:http';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '1' },
    pause: { type: 'string', default: '0' },
    timeout: { type: 'string', default: '4000' },
    'keep-alive': { type: 'boolean', default: false },
  },
});
const url = positionals[0];
const workers = Number(values.workers);
const agent = new http.Agent({ keepAlive: values['keep-alive'], maxSockets: workers });
const seen = {};

// One timer for the whole request: `request.setTimeout` does not cover the connect phase.
function once() {
  return new Promise(resolve => {
    const request = http.get(url, { agent }, response => {
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

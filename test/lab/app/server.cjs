'use strict';
// The Orders API of the lab: a plain HTTP service that can be told, over a control socket, to fail in the ways real services do.
// Nothing on disk gives a fault away, and it starts the moment it is switched on.
const http = require('node:http');
const net = require('node:net');
const fs = require('node:fs');
const os = require('node:os');
const { createHash } = require('node:crypto');

const port = Number(process.env.PORT || 8080);
const host = process.env.BIND || '0.0.0.0';
const backlog = Number(process.env.BACKLOG || 511);
const controlSocket = process.env.CTL || '/run/api/ctl.sock';

const fault = {};
const kept = { memory: [], descriptors: [], sockets: [] };

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const sleepHoldingTheEventLoop = ms => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const log = (level, message, fields = '') => console.log(`level=${level} msg="${message}" ${fields}`.trim());

async function misbehave() {
  if (fault.busyMs) for (const end = Date.now() + fault.busyMs; Date.now() < end; );
  if (fault.stallMs) sleepHoldingTheEventLoop(fault.stallMs);
  if (fault.delayMs) await sleep(fault.delayMs);
  if (fault.keepKilobytes) kept.memory.push(Buffer.alloc(fault.keepKilobytes * 1024, 1));
  for (let i = 0; i < (fault.keepFiles || 0); i++) kept.descriptors.push(fs.openSync('/var/log/api/audit.log', 'a'));
}

async function answer(request, response) {
  const send = (code, body) => {
    response.writeHead(code, { 'content-type': 'application/json', 'x-served-by': os.hostname() });
    response.end(`${JSON.stringify(body)}\n`);
  };
  const path = request.url.split('?')[0];
  try {
    if (path === '/healthz') return send(200, { ok: true });
    await misbehave();
    if (path === '/v1/items') return send(200, { id: createHash('sha256').update(String(Math.random())).digest('hex') });
    send(404, { error: 'not found' });
  } catch (error) {
    log('error', 'request failed', `url=${request.url} err="${error.message}"`);
    send(500, { error: error.message });
  }
}

// A second, raw listener (port + 10). With fault.keepClosed it never closes its side after the peer did: CLOSE_WAIT.
function rawConnection(socket) {
  socket.on('error', () => {});
  if (fault.keepClosed) {
    kept.sockets.push(socket);
    socket.resume();
    return;
  }
  socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n'));
  socket.on('end', () => socket.end());
}

const crashes = {
  // The service's own handler logs one line and exits 1.
  logged: text => {
    log('error', 'uncaught', `err="${text}"`);
    process.exit(1);
  },
  // Nothing catches it: Node prints the stack and exits 1.
  trace: text => {
    throw new TypeError(text);
  },
  // Deep recursion: a RangeError, or a real segmentation fault where the machine stack is smaller than V8 believes.
  recurse: () => {
    const deeper = n => (n < 0 ? 0 : 1 + deeper(n + 1));
    deeper(1);
  },
  exit: text => process.exit(Number(text)),
};

function control(request, response) {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    const wanted = JSON.parse(body);
    Object.assign(fault, wanted);
    response.end(`${JSON.stringify(fault)}\n`);
    if (wanted.crash) setTimeout(() => crashes[wanted.crash](wanted.text ?? ''), 50);
  });
}

const server = http.createServer({ keepAliveTimeout: 65_000 }, answer);
server.on('error', error => {
  log('fatal', 'listen failed', `code=${error.code} err="${error.message}"`);
  process.exit(1);
});
if (process.env.CRASH_AT_START) crashes[process.env.CRASH_AT_START](process.env.CRASH_TEXT);
server.listen({ port, host, backlog }, () => {
  log('info', 'listening', `addr=${host}:${port} pid=${process.pid} backlog=${backlog}`);
  if (process.env.CRASH_SOON) setTimeout(() => crashes[process.env.CRASH_SOON](process.env.CRASH_TEXT), 1500);
});
net.createServer({ allowHalfOpen: true }, rawConnection).on('error', () => {}).listen({ port: port + 10, host, backlog });

fs.rmSync(controlSocket, { force: true });
http.createServer(control).listen(controlSocket);

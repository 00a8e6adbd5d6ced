'use strict';
// A service that takes and gives files. Conditions put it on app1 as the unit files-service.
//   PORT          where it listens
//   READ_BYTES_S  how fast it reads what is sent to it; unset: as fast as it comes
//   PIECES        1: it writes an answer in small pieces, and lets Nagle's algorithm hold them back
//   GET /?n=N     answers N bytes; POST answers when all was read
const http = require('node:http');
const readPerSecond = Number(process.env.READ_BYTES_S || 0);
const TICK_MS = 100;

function readSlowly(request, done) {
  request.on('readable', () => {});
  const timer = setInterval(() => {
    const room = Math.min((readPerSecond * TICK_MS) / 1000, request.readableLength);
    if (room > 0) request.read(Math.floor(room));
  }, TICK_MS);
  request.on('close', () => clearInterval(timer));
  request.on('end', done);
}

function inPieces(socket, body) {
  socket.setNoDelay(false);
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n');
  socket.write(`Content-Length: ${body.length}\r\n\r\n`);
  socket.write(body);
}

const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const done = () => response.end('{"ok":true}\n');
  if (request.method === 'POST' && readPerSecond > 0) return readSlowly(request, done);
  if (request.method === 'POST') return request.resume().on('end', done);
  const bytes = Number(new URL(request.url, 'http://files/').searchParams.get('n') || 0);
  response.end(bytes > 0 ? Buffer.alloc(bytes, 'x') : '{"ok":true}\n');
});

if (process.env.PIECES === '1') {
  // Below Node's own HTTP, which writes head and body at once.
  require('node:net')
    .createServer({ noDelay: false }, socket => {
      socket.on('error', () => {});
      socket.on('data', () => inPieces(socket, '{"ok":true}\n'));
    })
    .listen(Number(process.env.PORT), '0.0.0.0');
} else server.listen(Number(process.env.PORT), '0.0.0.0');

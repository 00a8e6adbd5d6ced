// A service whose every answer is a document of ROWS rows, read from one JSON text and written as another: export.cjs PORT ROWS
// It says in Server-Timing what it measured of itself.
'use strict';
const http = require('node:http');
const { performance } = require('node:perf_hooks');

const [port, rows] = process.argv.slice(2).map(Number);
const stored = JSON.stringify(
  Array.from({ length: rows }, (_, id) => ({ id, name: `order ${id}`, city: `city ${id % 97}`, total: id * 1.17, lines: [id, id + 1, id + 2] })),
);

http
  .createServer((_request, response) => {
    const started = performance.now();
    const document = JSON.parse(stored);
    const parsed = performance.now();
    const found = document.filter(({ total }) => total >= 0);
    const filtered = performance.now();
    const text = JSON.stringify({ found });
    const written = performance.now();
    const parts = { 'json-parse': parsed - started, filter: filtered - parsed, 'json-write': written - filtered };
    response.writeHead(200, {
      'content-type': 'application/json',
      'server-timing': Object.entries(parts)
        .map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`)
        .join(', '),
    });
    response.end(text);
  })
  .listen(port, '0.0.0.0', () => console.log(`listening on port ${port}`));

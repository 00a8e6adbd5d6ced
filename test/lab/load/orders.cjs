// A service that keeps MEGABYTES of small objects alive and replaces some of them with each request: orders.cjs PORT MEGABYTES
'use strict';
const http = require('node:http');

const [port, megabytes] = process.argv.slice(2).map(Number);
const GROUP = 2000;
const REPLACED = 40;
const alive = [];
const orders = () => Array.from({ length: GROUP }, (_, id) => ({ id, name: `order ${id}`, lines: [id, id + 1] }));

while (process.memoryUsage().heapUsed < megabytes * 1024 * 1024) alive.push(orders());
http
  .createServer((_request, response) => {
    for (let n = 0; n < REPLACED; n += 1) alive[Math.floor(Math.random() * alive.length)] = orders();
    response.end('ok\n');
  })
  .listen(port, '0.0.0.0', () => console.log(`listening on port ${port}`));

// An outside system that the gateway calls: partner.js DELAY_MS
import http from 'node:http';
const delay = Number(process.argv[2] ?? 0);
http.createServer((_request, response) => setTimeout(() => response.end('{"partner":true}\n'), delay)).listen(8080, '10.78.4.2');

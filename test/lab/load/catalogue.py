"""catalogue.py PORT MEGABYTES PAGES: a service that keeps MEGABYTES in memory and reads PAGES of it, here and there, for each request."""
import http.server
import random
import sys

port, megabytes, pages = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
PAGE = 4096
kept = bytearray(megabytes << 20)
for at in range(0, len(kept), PAGE):
    kept[at] = 1 + at // PAGE % 255


class Catalogue(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        total = sum(kept[random.randrange(0, len(kept), PAGE)] for _ in range(pages))
        body = b'{"sum":%d}\n' % total
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


print(f'listening on port {port}', flush=True)
Server(('0.0.0.0', port), Catalogue).serve_forever()

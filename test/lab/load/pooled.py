# A service with a pool of connections to PostgreSQL: pooled.py PORT DATABASE POOL QUERY_S KEEP. Every request needs one for QUERY_S seconds;
# with KEEP=leak the code never gives it back. A request that gets none within 2 s is refused, in the words of node-postgres.
import http.server
import queue
import socket
import struct
import sys
import time

port, database, size, query_seconds, keep = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]


def until_ready(connection, stream):
    while True:
        kind = stream.read(1)
        length = struct.unpack('>i', stream.read(4))[0]
        body = stream.read(length - 4)
        if kind == b'E':
            raise OSError(body)
        if kind == b'Z':
            return


def connect():
    connection = socket.create_connection((database, 5432))
    stream = connection.makefile('rb')
    body = struct.pack('>i', 196608) + b'user\0postgres\0database\0postgres\0application_name\0orders\0\0'
    connection.sendall(struct.pack('>i', len(body) + 4) + body)
    until_ready(connection, stream)
    return connection, stream


def run(lent, sql):
    connection, stream = lent
    body = sql.encode() + b'\0'
    connection.sendall(b'Q' + struct.pack('>i', len(body) + 4) + body)
    until_ready(connection, stream)


leaked = []
pool = queue.Queue()
for _ in range(size):
    pool.put(connect())


class Orders(http.server.BaseHTTPRequestHandler):
    def answer(self, code, text):
        self.send_response(code)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        if self.path == '/healthz':
            return self.answer(200, b'ok\n')
        try:
            lent = pool.get(timeout=2)
        except queue.Empty:
            print(f'level=error msg="request failed" url={self.path} err="timeout exceeded when trying to connect"', flush=True)
            return self.answer(503, b'no database\n')
        started = time.monotonic()
        run(lent, f'select pg_sleep({query_seconds})')
        took = time.monotonic() - started
        if took > 0.5:
            print(f'level=warn msg="slow query" url={self.path} took={took:.3f}', flush=True)
        (leaked.append if keep == 'leak' else pool.put)(lent)
        return self.answer(200, b'ok\n')

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


print(f'listening on port {port}', flush=True)
Server(('0.0.0.0', port), Orders).serve_forever()

"""stock.py PORT HELD_MS THREADS LOCK: a service with a thread for each client; each request does something for HELD_MS that needs no CPU.
LOCK=mutex: one at a time, as whoever does it holds a lock (pthread_mutex). LOCK=none: all at once, beside a pool of THREADS threads that have nothing to do."""
import concurrent.futures
import ctypes
import http.server
import sys
import threading
import time

port, held, threads, lock = int(sys.argv[1]), int(sys.argv[2]) / 1000, int(sys.argv[3]), sys.argv[4]
libc = ctypes.CDLL(None)
mutex = ctypes.create_string_buffer(64)  # sizeof(pthread_mutex_t) is 40; zeros are an unlocked one

if lock == 'none':
    gate = threading.Barrier(threads)
    pool = concurrent.futures.ThreadPoolExecutor(threads)
    for _ in range(threads):
        pool.submit(gate.wait)


class Stock(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        if lock == 'mutex':
            libc.pthread_mutex_lock(mutex)
        time.sleep(held)
        if lock == 'mutex':
            libc.pthread_mutex_unlock(mutex)
        self.send_response(200)
        self.send_header('Content-Length', '3')
        self.end_headers()
        self.wfile.write(b'ok\n')

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


print(f'listening on port {port}', flush=True)
Server(('0.0.0.0', port), Stock).serve_forever()

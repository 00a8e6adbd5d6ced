# A service that writes an entry of its ledger to the disk before it answers: ledger.py PORT FOLDER BYTES. Every request takes a lock file, appends BYTES
# and waits until they are on the disk; GET /healthz does not. An entry that cannot be written is logged and answered with 500.
import http.server
import os
import sys
import threading

port, folder, size = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ledger = os.open(f'{folder}/ledger', os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
entry = b'x' * size
turn = threading.Semaphore(8)
# The file is kept small, so that the disk does not fill.
MOST = 8_000_000


def append():
    with turn:
        lock = f'{folder}/lock-{threading.get_ident()}'
        os.close(os.open(lock, os.O_WRONLY | os.O_CREAT))
        if os.fstat(ledger).st_size > MOST:
            os.ftruncate(ledger, 0)
        os.write(ledger, entry)
        os.fsync(ledger)
        os.unlink(lock)


class Ledger(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        code, text = 200, b'ok\n'
        if self.path != '/healthz':
            try:
                append()
            except OSError as error:
                code, text = 500, b'not written\n'
                print(f'level=error msg="entry not written" err="{error}"', flush=True)
        self.send_response(code)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


print(f'listening on port {port}', flush=True)
Server(('0.0.0.0', port), Ledger).serve_forever()

"""uploads.py ADDRESS PORT BYTES WORKERS: each worker sends BYTES by POST, waits for the answer, and sends again, until it is told to stop."""
import socket, sys, threading, time

address, port, size, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
chunk = b'x' * 65536


def upload():
    connection = socket.create_connection((address, port), timeout=120)
    connection.sendall(b'POST /files HTTP/1.1\r\nHost: files\r\nConnection: close\r\nContent-Length: %d\r\n\r\n' % size)
    left = size
    while left > 0:
        left -= connection.send(chunk[:left])
    while connection.recv(65536):
        pass
    connection.close()


def worker():
    while True:
        try:
            upload()
        except OSError:
            time.sleep(0.2)


for _ in range(workers):
    threading.Thread(target=worker, daemon=True).start()
while True:
    time.sleep(1)

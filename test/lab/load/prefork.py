# A server of the old kind: prefork.py PORT WORKERS DELAY_S. Its processes share one listening socket, and each serves one connection at a time.
import os
import socket
import sys
import time

port, workers, delay = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', port))
listener.listen(64)

for _ in range(workers):
    if os.fork() == 0:
        while True:
            client, _address = listener.accept()
            try:
                client.settimeout(10)
                client.recv(4096)
                time.sleep(delay)
                client.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n')
            except OSError:
                pass
            client.close()
print(f'listening on port {port} with {workers} workers')
os.wait()

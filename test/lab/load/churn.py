"""churn.py HOST PORT PER_SECOND: connects, asks, closes first, again and again: each connection stays in TIME_WAIT on this side."""
import socket, sys, time

host, port, per_second = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
failures = 0
while True:
    try:
        with socket.create_connection((host, port), 3) as connection:
            connection.sendall(b'GET /healthz HTTP/1.1\r\nHost: orders\r\n\r\n')
            connection.recv(4096)
    except OSError as error:
        failures += 1
        if failures <= 3:
            print('inventory-sync: connect to %s:%d failed: %s' % (host, port, error), flush=True)
    time.sleep(1 / per_second)

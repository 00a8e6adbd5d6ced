"""half_close.py HOST PORT PER_SECOND: sends a byte, closes, and leaves it to the server to close its side."""
import socket, sys, time

host, port, per_second = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
while True:
    with socket.create_connection((host, port), 3) as connection:
        connection.sendall(b'x')
    time.sleep(1 / per_second)

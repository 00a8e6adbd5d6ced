"""hold_open.py ADDRESS PORT: opens connections and keeps them, as fast as they are given, until it is told to stop."""
import socket, sys, time

address, port = sys.argv[1], int(sys.argv[2])
kept = []
while True:
    connection = socket.socket()
    connection.settimeout(0.2)
    try:
        connection.connect((address, port))
        kept.append(connection)
    except OSError:
        time.sleep(0.02)
    if len(kept) > 4000:
        time.sleep(1)

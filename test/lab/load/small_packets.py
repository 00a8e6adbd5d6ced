"""small_packets.py ADDRESS PORT PER_SECOND [BURST]: UDP packets of 18 bytes, as many a second as that or as can be. With BURST so many at once."""
import ctypes, os, socket, sys, time

os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # on a busy machine it would get no time to send
address, port, per_second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.connect((address, port))
out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
BATCH = 256
# sendmmsg(2): one system call for many packets. struct mmsghdr of 64-bit Linux: 8 pointers or sizes, the last of them padded.
libc = ctypes.CDLL(None, use_errno=True)
payload = ctypes.create_string_buffer(b'x' * 18)
vector = (ctypes.c_size_t * 2)(ctypes.addressof(payload), 18)
headers = (ctypes.c_size_t * (8 * BATCH))()
for i in range(BATCH):
    headers[8 * i + 2], headers[8 * i + 3] = ctypes.addressof(vector), 1
burst = int(sys.argv[4]) if len(sys.argv) > 4 else 0
if burst:
    out.setsockopt(socket.SOL_UDP, 103, 18)  # UDP_SEGMENT: the kernel cuts one long packet into a burst of small ones
started, sent = time.time(), 0
while True:
    try:
        sent += out.send(b'x' * 18 * burst) // 18 if burst else max(0, libc.sendmmsg(out.fileno(), headers, BATCH, 0)) or BATCH
    except ConnectionRefusedError:
        sent += burst  # what the host said of an earlier packet
    ahead = started + sent / per_second - time.time()
    if ahead > 0:
        time.sleep(ahead)

"""late.py QUEUE DELAY_MS SHARE: holds SHARE of the packets of an NFQUEUE back for DELAY_MS (this kernel has no netem); keeps order when SHARE is 1."""
import heapq, os, random, select, socket, struct, sys, time

queue, delay, share = int(sys.argv[1]), float(sys.argv[2]) / 1000, float(sys.argv[3])
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # on a busy machine it would add a delay of its own
# linux/netfilter/nfnetlink_queue.h: subsystem 3; messages packet 0, verdict 1, config 2
PACKET, VERDICT, CONFIG = 0x300, 0x301, 0x302
link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
link.bind((0, 0))
link.setsockopt(270, 5, 1)  # SOL_NETLINK, NETLINK_NO_ENOBUFS: rather lose a message than stop
link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)


def attribute(kind, value):
    return struct.pack('HH', 4 + len(value), kind) + value + b'\0' * (-len(value) % 4)


def send(kind, attributes):
    body = struct.pack('!BBH', 0, 0, queue) + attributes
    link.send(struct.pack('IHHII', 16 + len(body), kind, 1, 0, 0) + body)


def accept(packet):
    send(VERDICT, attribute(2, struct.pack('!II', 1, packet)))


send(CONFIG, attribute(1, struct.pack('!BBH', 1, 0, 0)))  # bind
send(CONFIG, attribute(2, struct.pack('!IB', 0, 1)))  # tell packets by number only
send(CONFIG, attribute(3, struct.pack('!I', 20000)))  # longest queue
send(CONFIG, attribute(4, struct.pack('!I', 5)) + attribute(5, struct.pack('!I', 5)))  # fail open, GSO packets whole
held = []
while True:
    now = time.monotonic()
    while held and held[0][0] <= now:
        accept(heapq.heappop(held)[1])
    wait = max(0.0, held[0][0] - now) if held else 1.0
    if not select.select([link], [], [], wait)[0]:
        continue
    data, now, at = link.recv(1 << 16), time.monotonic(), 0
    while at + 20 <= len(data):
        size, kind = struct.unpack_from('IH', data, at)
        place = at + 20
        while kind == PACKET and place + 4 <= at + size:
            length, what = struct.unpack_from('HH', data, place)
            if what & 0x7FFF == 1:
                packet = struct.unpack_from('!I', data, place + 4)[0]
                heapq.heappush(held, (now + delay if random.random() < share else now, packet))
            place += (length + 3) & ~3
        at += (size + 3) & ~3

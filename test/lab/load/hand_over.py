"""hand_over.py PAIRS BYTES: pairs of processes, each pair on one CPU, that hand BYTES to one another and do nothing else with them."""
import os
import sys

pairs, piece = int(sys.argv[1]), b'.' * int(sys.argv[2])
cpus = sorted(os.sched_getaffinity(0))


def hand_over(mine, theirs):
    read, write = os.read, os.write
    while True:
        read(mine, len(piece))
        write(theirs, piece)


for pair in range(pairs):
    os.sched_setaffinity(0, {cpus[pair % len(cpus)]})
    (there, to_there), (back, to_back) = os.pipe(), os.pipe()
    if os.fork() == 0:
        hand_over(there, to_back)
    if os.fork() == 0:
        os.write(to_there, piece)
        hand_over(back, to_there)
os.wait()

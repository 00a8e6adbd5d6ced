# A name server: dnsd.py ADDRESS DELAY_MS LOSS, LOSS being the share of questions that it ignores. Every name is app1.
import random
import socket
import sys
import threading

address, delay, loss = sys.argv[1], float(sys.argv[2]) / 1000, float(sys.argv[3])
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, 53))


def answer(question, client):
    end = question.index(b'\0', 12) + 5
    is_a = question[end - 4:end - 2] == b'\0\1'
    record = b'\xc0\x0c\0\1\0\1\0\0\0\5\0\4' + socket.inet_aton('10.78.2.2') if is_a else b''
    header = question[:2] + b'\x85\x80\0\1' + (b'\0\1' if is_a else b'\0\0') + b'\0\0\0\0'
    server.sendto(header + question[12:end] + record, client)


while True:
    question, client = server.recvfrom(1500)
    if random.random() >= loss:
        threading.Timer(delay, answer, (question, client)).start()

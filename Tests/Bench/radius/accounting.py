"""Sends RADIUS accounting packets (RFC 2866), each after the answer to the one before, from several clients at once.

Prints `NAME PACKETS/S P50 P99 MAX` (milliseconds). A packet that is not answered within ten seconds fails the run.
"""

import hashlib
import selectors
import socket
import struct
import sys
import time

SECRET = b"testing123"


def packet(identifier: int, number: int) -> bytes:
    """A guest's session begins."""

    def attribute(kind: int, value: bytes) -> bytes:
        return bytes([kind, len(value) + 2]) + value

    mac = b"02-00-00-%02X-%02X-%02X" % (number >> 16 & 255, number >> 8 & 255, number & 255)
    attributes = b"".join(
        [
            attribute(40, struct.pack(">I", 1)),
            attribute(1, b"GUEST%d" % number),
            attribute(44, b"%08X" % number),
            attribute(4, socket.inet_aton("192.0.2.1")),
            attribute(8, socket.inet_aton("10.5.50.21")),
            attribute(31, mac),
            attribute(55, struct.pack(">I", int(time.time()))),
        ]
    )
    head = struct.pack(">BBH", 4, identifier, 20 + len(attributes))
    return head + hashlib.md5(head + bytes(16) + attributes + SECRET).digest() + attributes


def measure(port: int, clients: int, seconds: float, first: int) -> tuple[int, list[float], float]:
    """Returns the number of the next guest, how long each answer took, and how long all took."""
    selector = selectors.DefaultSelector()
    sent: dict[socket.socket, tuple[int, float]] = {}
    times: list[float] = []
    number = first
    began = time.perf_counter()
    end = began + seconds

    def send(client: socket.socket, identifier: int) -> None:
        nonlocal number
        client.send(packet(identifier, number))
        sent[client] = (identifier, time.perf_counter())
        number += 1

    for _ in range(clients):
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.connect(("127.0.0.1", port))
        selector.register(client, selectors.EVENT_READ)
        send(client, 0)
    while sent:
        ready = selector.select(timeout=10)
        if not ready:
            sys.exit("accounting.py: FreeRADIUS did not answer")
        for key, _ in ready:
            client = key.fileobj
            answer = client.recv(4096)
            identifier, at = sent.pop(client)
            if answer[0] != 5 or answer[1] != identifier:
                sys.exit("accounting.py: that was no answer to an accounting packet")
            now = time.perf_counter()
            times.append(now - at)
            if now < end:
                send(client, (identifier + 1) % 256)
    return number, times, time.perf_counter() - began


def main() -> None:
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    number = 0
    for clients in (1, 8, 32):
        number, times, took = measure(port, clients, seconds, number)
        times.sort()
        picked = [times[int(len(times) * share)] * 1000 for share in (0.5, 0.99)] + [times[-1] * 1000]
        print(f"radius_by_{clients} {len(times) / took:.0f}", *(f"{value:.1f}" for value in picked))


main()

"""The programs that DeviceBench is compared with: librouteros, and api_modify of community.routeros (in PyPI's ansible).

Each command does what the command of the same name of DeviceBench does, and prints one JSON object.
"""

import argparse
import asyncio
import io
import json
import socket
import ssl
import statistics
import sys
import threading
import time
from contextlib import redirect_stdout

from librouteros import async_connect, connect


def attributes(number):
    return {
        "name": f"GUEST{number}", "password": f"GUEST{number}", "profile": "default", "server": "hotspot1",
        "limit-uptime": "12h", "comment": f"gg1 a1b2 c {number} x=1798761600 t=43200",
    }


def context():
    """A certificate of the router's own is not checked: less work than DeviceBench has, which compares its fingerprint."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def connection(options):
    more = {"ssl_wrapper": context().wrap_socket} if options.tls else {}
    return connect(
        host="127.0.0.1", port=options.port, username="admin", password="simulated", timeout=600, encoding="utf-8", **more
    )


def read(options):
    api = connection(options)
    times = []
    for number in range(options.rounds + 1):
        began = time.perf_counter()
        rows = size = 0
        for row in api.path("ip", "hotspot", "user"):
            rows += 1
            size += len(row["name"]) + len(row["profile"]) + len(row["comment"])
        if number:
            times.append(time.perf_counter() - began)
    assert rows and size > rows
    return {"rows": rows, "seconds": statistics.median(times)}


def adds(options):
    users = connection(options).path("ip", "hotspot", "user")
    began = time.perf_counter()
    for number in range(options.count):
        users.add(**attributes(number))
    return {"rows": options.count, "seconds": time.perf_counter() - began}


def replay(options):
    """No client at all: sentences that were made before go out, and whoever counts the answers does nothing else.

    With a window only so many of them are unanswered at once, else all go out as fast as the router takes them.
    """

    def sentence(*words):
        made = b""
        for word in words:
            data = word.encode()
            # No word here is longer than 127 bytes, so its length is one.
            made += bytes([len(data)]) + data
        return made + b"\0"

    commands = bytearray()
    # Where each command begins, and where the last one ends.
    places = [0]
    for number in range(options.count):
        commands += sentence(
            "/ip/hotspot/user/add", *(f"={name}={value}" for name, value in attributes(number).items()), f".tag={number + 1}"
        )
        places.append(len(commands))
    prepared = memoryview(commands)
    with socket.create_connection(("127.0.0.1", options.port)) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.sendall(sentence("/login", "=name=admin", "=password=simulated"))
        assert link.recv(65536).startswith(sentence("!done")[:6])
        began = time.perf_counter()
        if options.window:
            sent = min(options.window, options.count)
            link.sendall(prepared[: places[sent]])
        else:
            sent = options.count
            threading.Thread(target=link.sendall, args=(prepared,), daemon=True).start()
        done, rest = 0, b""
        while done < options.count:
            data = link.recv(1 << 20)
            assert data, "the router closed the connection"
            whole = rest + data
            done += whole.count(b"!done")
            rest = whole[-4:]
            if sent < options.count:
                more = min(done + options.window, options.count)
                link.sendall(prepared[places[sent] : places[more]])
                sent = more
        return {"rows": done, "seconds": time.perf_counter() - began}


def sessions(options):
    shared = context()

    async def session(gate):
        async with gate:
            api = await async_connect(
                host="127.0.0.1", port=options.port, username="admin", password="simulated", timeout=600,
                encoding="utf-8", ssl_wrapper=shared,
            )
            rows = 0
            async for _ in api.path("ip", "hotspot", "user"):
                rows += 1
            await api.close()
            return rows

    async def all_sessions():
        gate = asyncio.Semaphore(options.concurrency)
        return sum(await asyncio.gather(*(session(gate) for _ in range(options.count))))

    began = time.perf_counter()
    rows = asyncio.run(all_sessions())
    return {"sessions": options.count, "rows": rows, "seconds": time.perf_counter() - began}


def modify(options):
    """Fills a menu, then has api_modify compare all of it: nothing is to change."""
    from ansible.module_utils import basic
    from ansible.module_utils.testing import patch_module_args
    from ansible_collections.community.routeros.plugins.modules import api_modify

    if options.menu == "users":
        path, rows = "ip hotspot user", [attributes(number) for number in range(options.count)]
    else:
        path = "ip hotspot walled-garden ip"
        rows = [
            {"action": "accept", "dst-host": f"host{number}.example.com", "comment": f"row {number}"}
            for number in range(options.count)
        ]
    menu = connection(options).path(*path.split())
    for row in rows:
        menu.add(**row)
    arguments = {
        "hostname": "127.0.0.1", "port": options.port, "username": "admin", "password": "simulated", "tls": options.tls,
        "validate_certs": False, "encoding": "utf-8", "timeout": 600, "path": path, "data": rows,
        # The user that every router has cannot be removed, and what is asked of the garden needs all of it.
        "handle_absent_entries": "ignore" if options.menu == "users" else "remove",
        "handle_entries_content": "ignore" if options.menu == "users" else "remove_as_much_as_possible",
        "ensure_order": options.menu == "garden",
    }
    times = []
    for _ in range(options.rounds):
        printed = io.StringIO()
        began = time.perf_counter()
        with patch_module_args(arguments), redirect_stdout(printed):
            try:
                api_modify.main()
            except SystemExit:
                pass
        times.append(time.perf_counter() - began)
        result = json.loads(printed.getvalue())
        assert not result.get("failed") and result["changed"] is False, str(result)[:400]
    return {"seconds": statistics.median(times)}


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in (
        ("read", read), ("adds", adds), ("replay", replay), ("sessions", sessions), ("modify", modify),
    ):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        command.add_argument("--port", type=int, required=True)
        command.add_argument("--tls", action="store_true")
        command.add_argument("--rounds", type=int, default=5)
        command.add_argument("--count", type=int, default=1000)
        command.add_argument("--window", type=int, default=0)
        command.add_argument("--concurrency", type=int, default=128)
        command.add_argument("--menu", choices=["users", "garden"], default="users")
    options = parser.parse_args()
    json.dump(options.function(options), sys.stdout)


if __name__ == "__main__":
    main()

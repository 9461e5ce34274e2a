"""A newcomer at two terminals, the gateway's and the router's, who types what the README's first chapter shows, and nothing else.

`GARDENGATE` names the built program. The router is a simulated one out of its box.
"""

import json
import os
import re
import shlex
import socket
import subprocess
from pathlib import Path

import pexpect
import pytest

GARDENGATE = os.environ["GARDENGATE"]
README = Path(__file__).parents[2] / "README.md"
PROMPT = r"\[admin@router-0\] > "


def typed_lines():
    """The lines in the fences of the chapter."""
    chapter = README.read_text().split("\n## On a real router\n")[1].split("\n### ")[0]
    return [line for block in chapter.split("```")[1::2] for line in block.strip().splitlines()]


class Terminals:
    def __init__(self, folder, version):
        self.folder = folder
        self.environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8"}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.router = self.open(
            "simulate", "--factory", "--terminal", "--routeros", version, "--listen", "127.0.0.1:0", "--clock-speed", "30",
        )
        self.router.expect(r"(\{.*\})\r\n")
        self.address = f"127.0.0.1:{json.loads(self.router.match[1])['port']}"
        self.router.expect(PROMPT)
        self.serving = None

    def open(self, *words):
        return pexpect.spawn(
            GARDENGATE, list(words), cwd=self.folder, env=self.environment, encoding="utf-8", timeout=90, echo=False,
            dimensions=(50, 200),
        )

    def here(self, line):
        for there, here in [
            ("192.0.2.10:8443", f"127.0.0.1:{self.port}"), ("0.0.0.0:8443", f"127.0.0.1:{self.port}"),
            ("192.0.2.10", "127.0.0.1"), ("192.0.2.1", self.address),
        ]:
            line = line.replace(there, here)
        return line

    def run(self, line):
        """At the gateway's terminal."""
        words = shlex.split(line)[1:]
        done = subprocess.run(
            [GARDENGATE, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, f"{line}: {done.stderr}"
        return done.stdout

    def type(self, text):
        """At the router's terminal; gives what it showed until all of it was done."""
        for line in [*text.splitlines(), ":put all-done"]:
            self.router.sendline(line)
        self.router.expect("all-done\r\n" + PROMPT)
        return self.router.before

    def stop(self):
        for process in (self.router, self.serving):
            if process is not None:
                process.close(force=True)


@pytest.fixture
def terminals(tmp_path):
    terminals = Terminals(tmp_path, "7.24")
    try:
        yield terminals
    finally:
        terminals.stop()


def shown_paste(child):
    """What is there to be pasted, once it is waited for."""
    child.expect("Waiting for")
    shown = child.before.replace("\r\n", "\n")
    return shown[shown.index("# gardengate: paste"):shown.rindex("\n}\n") + 3]


def bootstrap(terminals, line):
    words = shlex.split(terminals.here(line))[1:]
    first = terminals.open(*words)
    paste = shown_paste(first)
    # Ctrl-C does no harm, as it says.
    first.sendintr()
    first.expect(pexpect.EOF)
    child = terminals.open(*words)
    assert shown_paste(child) == paste
    told = terminals.type(paste)
    fingerprint = re.search(r"\b[0-9a-f]{64}\b", told)[0]
    assert "gardengate: ready, on port" in told and "cutting the power" not in told
    child.expect(r"\[y/N\] ")
    assert fingerprint in child.before
    child.sendline("y")
    child.expect(pexpect.EOF)
    assert f"device {terminals.address} added" in child.before
    child.close()
    assert child.exitstatus == 0


def test_the_first_chapter_leads_to_codes_on_the_router(terminals):
    codes = []
    for line in typed_lines():
        if line.startswith("/"):
            told = terminals.type(terminals.here(line))
            assert "failure" not in told and "error" not in told, told
            if "device-mode" in line:
                assert "cutting the power" in told
                assert "is back" in terminals.type("!power")
        elif line.startswith("gardengate serve"):
            terminals.serving = terminals.open(*shlex.split(terminals.here(line))[1:])
            terminals.serving.expect("listening")
        elif line.startswith("gardengate device bootstrap"):
            bootstrap(terminals, line)
        else:
            printed = terminals.run(terminals.here(line))
            if line.startswith("gardengate coupon create"):
                codes = printed.split()
    assert len(codes) == 20
    held = terminals.type(":foreach row in=[/ip/hotspot/user/find] do={ :put [/ip/hotspot/user/get $row name] }")
    assert set(codes) <= set(held.split())
    terminals.router.sendeof()
    terminals.router.expect(pexpect.EOF)


def test_what_is_missing_is_shown_at_the_terminal(terminals):
    told = terminals.type("{\n:put \"first\"\n:error \"then this\"\n}")
    assert re.search(r"first\s+then this", told)

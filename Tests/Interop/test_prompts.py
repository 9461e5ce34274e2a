"""What `gardengate` asks on a terminal, driven by pexpect on a real pseudo-terminal.

`GARDENGATE` names the built program.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

GARDENGATE = os.environ["GARDENGATE"]
PASSWORD = "s3cret-of-the-router"


SHELL = Path(__file__).with_name("router_shell.py")


@contextlib.contextmanager
def simulated():
    process = subprocess.Popen(
        [GARDENGATE, "simulate", "--listen", "127.0.0.1:0", "--password", PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def router():
    with simulated() as router:
        yield router


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "gate.db"
    run(path, "instance", "add", "Lobby")
    run(path, "site", "add", "Hotel", "--instance", "Lobby")
    return path


def run(database, *arguments):
    """Runs a command without a terminal and gives what it printed."""
    result = subprocess.run(
        [GARDENGATE, *arguments, "--database", str(database)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return result.stdout


def add_device(database, router):
    address = f"{router['host']}:{router['port']}"
    return pexpect.spawn(
        GARDENGATE,
        ["device", "add", "Hotel", address, "--user", router["user"], "--database", str(database)],
        encoding="utf-8",
        timeout=30,
    )


def finish(child):
    child.expect(pexpect.EOF)
    rest = child.before
    child.close()
    return rest, child.exitstatus


def answer(child, router, password, trusted):
    """Answers both questions; what the terminal showed until then."""
    child.expect("Password of ")
    child.expect(": ")
    child.sendline(password)
    child.expect(r"\[y/N\] ")
    shown = child.before
    assert router["fingerprint"] in shown
    assert password not in shown
    child.sendline(trusted)


def devices(database):
    return json.loads(run(database, "device", "list", "--json"))


def test_a_fingerprint_that_is_accepted_is_pinned(router, database):
    child = add_device(database, router)
    answer(child, router, PASSWORD, "y")
    rest, status = finish(child)
    assert status == 0, rest
    assert PASSWORD not in rest
    assert [device["trust"] for device in devices(database)] == [f"pin:{router['fingerprint']}"]


def test_a_fingerprint_that_is_not_accepted_changes_nothing(router, database):
    child = add_device(database, router)
    answer(child, router, PASSWORD, "")
    rest, status = finish(child)
    assert status == 1
    assert "was not accepted" in rest
    assert devices(database) == []


def test_a_wrong_password_changes_nothing(router, database):
    child = add_device(database, router)
    answer(child, router, "wrong", "y")
    rest, status = finish(child)
    assert status == 1
    assert "refused the login" in rest
    assert devices(database) == []


def test_the_password_prompt_can_be_broken_off(router, database):
    child = add_device(database, router)
    child.expect("Password of ")
    child.expect(": ")
    child.sendintr()
    rest, status = finish(child)
    assert status == 1
    assert "no password" in rest
    assert devices(database) == []


def test_a_certificate_from_before_is_not_taken_for_the_one_that_the_set_up_makes(database, tmp_path):
    with simulated() as router:
        script = tmp_path / "router.rsc"
        address = f"{router['host']}:{router['port']}"
        child = pexpect.spawn(
            GARDENGATE,
            ["device", "bootstrap", "Hotel", address, "--file", str(script), "--wait", "2m", "--database", str(database)],
            encoding="utf-8",
            timeout=60,
        )
        child.expect("shows a certificate already")
        child.expect(r"\[y/N\] ")
        assert router["fingerprint"] in child.before
        # Only now somebody carries the file to the router.
        wish = {"host": router["host"], "port": router["port"], "password": PASSWORD, "run": script.read_text()}
        said = subprocess.run(
            [sys.executable, str(SHELL)], input=json.dumps(wish), capture_output=True, text=True, timeout=120, check=True
        ).stdout
        [own] = set(re.findall(r"\b[0-9a-f]{64}\b", said))
        assert own != router["fingerprint"]
        child.sendline("y")
        child.expect("shows another certificate than before")
        child.expect(r"\[y/N\] ")
        assert own in child.before
        child.sendline("y")
        rest, status = finish(child)
        assert status == 0, rest
        [device] = devices(database)
        assert (device["trust"], device["user"]) == (f"pin:{own}", "gardengate")

"""Drives simulated routers with librouteros, a RouterOS client that this project did not write.

The command is taken from the environment variable GARDENGATE (the path of the built executable).
"""

import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess

import pytest
from librouteros import connect
from librouteros.exceptions import ConnectionClosed, TrapError
from librouteros.login import plain, token
from librouteros.query import And, Key, Or

PASSWORD = "a password=with = and spaces"


class Router:
    """One simulated router in a process of its own."""

    def __init__(self, tls, version="7.22.3"):
        command = os.environ.get("GARDENGATE")
        if not command:
            pytest.fail("GARDENGATE must be the path of the built executable")
        self.tls = tls
        self.process = subprocess.Popen(
            [
                command, "simulate", "--listen", "127.0.0.1:0", "--tls", tls, "--routeros", version,
                "--password", PASSWORD, "--seed", os.environ.get("GATEWAY_SEED", "1"),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.device = json.loads(self.process.stdout.readline())

    def ssl_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if self.tls == "anonymous":
            context.set_ciphers("ADH:@SECLEVEL=0")
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def connect(self, password=PASSWORD, login_method=plain):
        options = {}
        if self.tls != "off":
            context = self.ssl_context()
            options["ssl_wrapper"] = lambda sock: context.wrap_socket(sock)
        return connect(
            host=self.device["host"],
            port=self.device["port"],
            username=self.device["user"],
            password=password,
            login_method=login_method,
            timeout=10,
            **options,
        )

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=10) == 0
        self.process.stdout.close()


@pytest.fixture(params=["certificate", "anonymous", "off"])
def router(request):
    router = Router(request.param)
    yield router
    router.stop()


@pytest.fixture
def api(router):
    api = router.connect()
    yield api
    try:
        api.close()
    except ConnectionClosed:
        pass  # over TLS the router closes without an answer to /quit


@pytest.fixture(scope="module")
def anonymous():
    router = Router("anonymous")
    yield router
    router.stop()


def users(api):
    return {row["name"]: row for row in api.path("ip", "hotspot", "user")}


def test_login(api):
    rows = list(api.path("system", "identity"))
    assert rows == [{"name": "router-0"}]


def test_wrong_password(router):
    with pytest.raises(TrapError) as refused:
        router.connect(password="wrong")
    assert refused.value.message == "invalid user name or password (6)"


def test_add_set_print_remove(api):
    menu = api.path("ip", "hotspot", "user")
    identifier = menu.add(name="8B7W3D", password="8B7W3D", comment="line one\r\nline = two", **{"limit-uptime": "2h"})
    assert identifier.startswith("*")
    row = users(api)["8B7W3D"]
    assert row["comment"] == "line one\r\nline = two"
    assert row["limit-uptime"] == "2h"
    assert row["profile"] == "default"
    assert row["disabled"] is False
    menu.update(**{".id": identifier, "limit-uptime": "1d", "comment": "other"})
    assert users(api)["8B7W3D"]["limit-uptime"] == "1d"
    menu.remove(identifier)
    assert "8B7W3D" not in users(api)


def test_a_word_of_two_length_bytes(api):
    menu = api.path("ip", "hotspot", "user")
    for length in (127, 128, 256, 16384):
        identifier = menu.add(name=f"u{length}", comment="x" * length)
        assert users(api)[f"u{length}"]["comment"] == "x" * length
        menu.remove(identifier)


def test_the_same_name_twice(api):
    menu = api.path("ip", "hotspot", "user")
    menu.add(name="twice")
    with pytest.raises(TrapError) as refused:
        menu.add(name="twice")
    assert refused.value.message == "failure: already have user with this name for this server"
    # The connection goes on.
    assert "twice" in users(api)


def test_unknown_profile_and_unknown_argument(api):
    menu = api.path("ip", "hotspot", "user")
    with pytest.raises(TrapError) as refused:
        menu.add(name="x", profile="gold")
    assert refused.value.message == "input does not match any value of profile"
    with pytest.raises(TrapError) as refused:
        menu.add(name="x", colour="red")
    assert refused.value.message == "unknown parameter colour"


def test_queries(api):
    menu = api.path("ip", "hotspot", "user")
    for name, comment in (("a", "one"), ("b", "two"), ("c", "two")):
        menu.add(name=name, comment=comment)
    name, comment = Key("name"), Key("comment")
    select = menu.select(name)
    assert [row["name"] for row in select.where(comment == "one")] == ["a"]
    assert {row["name"] for row in menu.select(name).where(Or(name == "a", comment == "two"))} == {"a", "b", "c"}
    assert [row["name"] for row in menu.select(name).where(And(comment == "two", name != "b"))] == ["c"]
    assert list(menu.select(name).where(name == "nobody")) == []


def test_count_only(api):
    # librouteros gives the words of !done as the last row.
    assert list(api.rawCmd("/ip/hotspot/user/print", "=count-only="))[-1] == {"ret": 2}


def test_walled_garden_keeps_its_order(api):
    menu = api.path("ip", "hotspot", "walled-garden")
    first = menu.add(**{"dst-host": "first.example"})
    menu.add(**{"dst-host": "second.example"})
    menu.add(**{"dst-host": "zeroth.example", "place-before": first})
    assert [row["dst-host"] for row in menu] == ["zeroth.example", "first.example", "second.example"]
    api.path("ip", "hotspot", "walled-garden", "ip").add(**{"dst-host": "pay.example"})
    assert [row["dst-host"] for row in menu if row["dynamic"]] == ["pay.example"]


def test_a_guest_logs_in(api):
    menu = api.path("ip", "hotspot", "user")
    menu.add(name="CODE", password="CODE", **{"limit-uptime": "1h"})
    active = api.path("ip", "hotspot", "active")
    guest = {"user": "CODE", "ip": "192.168.10.8", "mac-address": "AA:BB:CC:00:00:01"}
    with pytest.raises(TrapError) as refused:
        list(active("login", password="wrong", **guest))
    assert "invalid username or password" in refused.value.message
    list(active("login", password="CODE", **guest))
    rows = list(active)
    assert [(row[".id"], row["user"], row["mac-address"]) for row in rows] == [
        ("*C0A80A08", "CODE", "AA:BB:CC:00:00:01")
    ]
    active.remove("*C0A80A08")
    assert list(active) == []
    messages = [row["message"] for row in api.path("log")]
    assert "CODE (192.168.10.8): logged in" in messages
    assert "CODE (192.168.10.8): logged out: admin reset" in messages



def test_the_fingerprint_is_the_certificates():
    router = Router("certificate")
    try:
        address = (router.device["host"], router.device["port"])
        with socket.create_connection(address) as raw, router.ssl_context().wrap_socket(raw) as tls:
            digest = hashlib.sha256(tls.getpeercert(binary_form=True)).hexdigest()
        assert router.device["fingerprint"].replace(":", "").lower() == digest
    finally:
        router.stop()


def test_a_normal_client_is_refused_without_a_certificate(anonymous):
    assert anonymous.device.get("fingerprint") is None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((anonymous.device["host"], anonymous.device["port"])) as raw:
        with pytest.raises(ssl.SSLError) as refused:
            context.wrap_socket(raw)
    assert "handshake" in str(refused.value).lower()


@pytest.mark.parametrize("version", ["6.40", "6.44", "7.4", "7.12.2"])
def test_older_versions(version):
    router = Router("off", version=version)
    try:
        api = router.connect(login_method=token if version == "6.40" else plain)
        assert list(api.path("ip", "hotspot", "cookie")) == []
        api.close()
    finally:
        router.stop()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--devices", "0"], ["--devices", "1001"], ["--listen", "nowhere"], ["--routeros", "seven"],
        ["--latency", "soon"], ["--tls", "maybe"], ["--password", "a", "--password-file", "b"],
    ],
)
def test_bad_input_is_one_clear_error(arguments):
    result = subprocess.run(
        [os.environ["GARDENGATE"], "simulate", *arguments], capture_output=True, text=True, timeout=20
    )
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr.splitlines()[0].lower().startswith("error")


def test_lines_come_at_once_and_a_signal_ends_it_while_it_starts():
    process = subprocess.Popen(
        [os.environ["GARDENGATE"], "simulate", "--devices", "1000", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, text=True,
    )
    try:
        # A thousand certificates take minutes to make.
        assert json.loads(process.stdout.readline())["device"] == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        lines = process.stdout.read().splitlines()
        assert len(lines) < 999
        assert [json.loads(line)["device"] for line in lines] == list(range(1, len(lines) + 1))
    finally:
        process.kill()
        process.stdout.close()


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(
            [os.environ["GARDENGATE"], "simulate", "--listen", f"127.0.0.1:{port}", "--tls", "off"],
            capture_output=True, text=True, timeout=20,
        )
    assert result.returncode != 0
    assert str(port) in result.stderr

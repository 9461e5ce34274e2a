"""Sends syslog with `logger` of util-linux, which this project did not write."""

import re
import subprocess

import pytest
from gateway import GARDENGATE, Gateway


@pytest.fixture(scope="module")
def receiver(tmp_path_factory):
    if not GARDENGATE:
        pytest.fail("GARDENGATE must be the path of the built executable")
    gateway = Gateway(tmp_path_factory.mktemp("syslog"))
    try:
        # The gateway looks by itself only after an hour: what it knows sooner, it knows because of a line.
        yield gateway.start(
            "--syslog-udp", "127.0.0.1:0", "--syslog-tcp", "127.0.0.1:0", "--look-interval", "1h", "--log-level", "debug",
            "--login-failure-count", "5",
        )
    finally:
        gateway.stop()


def logger(gateway, transport, *arguments):
    host, port = gateway.served[f"syslog_{transport}"].rsplit(":", 1)
    flag = "--udp" if transport == "udp" else "--tcp"
    subprocess.run(["logger", "--server", host, "--port", port, flag, *arguments], check=True, timeout=30)


def coupons(gateway, count):
    made = gateway.command("coupon", "create", "--instance", "Lobby", "--count", str(count), "--minutes", "60")
    devices = f"/captive/sites/{gateway.site['id']}/devices"
    # What waits to be compared anyway needs no line.
    gateway.wait_for("the codes on the router", lambda: gateway.call("GET", devices).json()[0]["status"]["state"] == "synced")
    return [coupon["code"] for coupon in made]


def looks(gateway):
    return gateway.log.count("syslog lines ask for a look")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("form", [["--rfc3164"], ["--rfc3164", "--octet-count"], ["--rfc5424"]])
def test_a_line_of_logger_makes_the_gateway_look_and_records_nothing(receiver, transport, form):
    code = coupons(receiver, 1)[0]
    before = looks(receiver)
    logger(receiver, transport, *form, f"{code} (10.5.50.7): logged in")
    if form == ["--rfc5424"]:
        # Not a form that routers send; whatever is made of it, the next line is heard.
        logger(receiver, transport, "--rfc3164", f"{code} (10.5.50.7): logged in")
    receiver.wait_for("a look", lambda: looks(receiver) > before)
    assert receiver.command("redemption", "list", "Hotel") == []


def test_bad_lines_harm_nobody(receiver):
    code = coupons(receiver, 1)[0]
    before = looks(receiver)
    for transport in ["udp", "tcp"]:
        logger(receiver, transport, "--rfc3164", "--size", "60000", "x" * 50_000)
        logger(receiver, transport, "--rfc3164", "--", "<13>12345678 <>\t(10.0.0.1): logged in")
    logger(receiver, "tcp", "--rfc3164", f"{code} (10.5.50.7): logged out: session timeout")
    receiver.wait_for("a look", lambda: looks(receiver) > before)
    assert receiver.log.count("longer than a line may be") == 1


def test_many_failed_logins_raise_an_alarm_that_names_no_code(receiver):
    code = coupons(receiver, 1)[0]
    for number in range(6):
        logger(receiver, "udp", "--rfc3164", f"{code}{number} (10.5.50.{number % 2}): login failed: password salah")
    receiver.wait_for("the alarm", lambda: "many logins failed" in receiver.log)
    line = next(line for line in receiver.log.splitlines() if "many logins failed" in line)
    assert re.search(r"10\.5\.50\.0 \(3\), 10\.5\.50\.1 \(2\)", line)
    assert code not in receiver.log

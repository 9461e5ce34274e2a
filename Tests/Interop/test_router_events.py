"""What routers report, sent by curl as RouterOS's `/tool fetch` sends it: its headers, its form type, its way with errors."""

import json
import subprocess
import time

import pytest
from gateway import Gateway
from openapi_document import answer_schema, faults

SINGLE = "192.0.2.77"


def fetch(gateway, body, token, *flags, version="7.16.1"):
    """Sends a body with curl: the status, the fields of the header, and the body as JSON."""
    result = subprocess.run(
        [
            "curl", "--silent", "--show-error", "--max-time", "20", "--include", "--user-agent", f"RouterOS {version}",
            "--header", f"Authorization: Bearer {token}", "--data-binary", "@-", *flags, f"{gateway.url}/routeros/events",
        ],
        input=body if isinstance(body, bytes) else body.encode(), capture_output=True, timeout=30,
    )
    assert result.returncode == 0, result.stderr
    head, _, text = result.stdout.decode().rpartition("\r\n\r\n")
    lines = head.split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    status, value = int(lines[0].split()[1]), json.loads(text)
    assert faults(value, answer_schema("recordRouterEvents", status)) == []
    return status, fields, value


def outcomes(value):
    return [(event.get("meaning", "error"), event.get("new")) for event in value["events"]]


@pytest.fixture(scope="module")
def coupons(gateway):
    path = f"/captive/instances/{gateway.instance['id']}/coupons"
    return [coupon["code"] for coupon in gateway.call("POST", path, {"minutes_valid": 600, "count": 20}).json()]


@pytest.fixture(scope="module")
def elsewhere(gateway):
    """A router at another site, with a token of its own."""
    gateway.command("site", "add", "Elsewhere", "--instance", "Lobby")
    password = gateway.folder / "elsewhere-password"
    password.write_text("secret")
    password.chmod(0o600)
    device = gateway.command(
        "device", "add", "Elsewhere", SINGLE, "--user", "x", "--password-file", str(password), "--trust", "anonymous",
        "--no-check",
    )
    return gateway.command("device", "token", "create", device["id"])["token"]


def redemptions(gateway):
    listed = gateway.call("GET", f"/captive/sites/{gateway.site['id']}/redemptions?limit=1000").json()
    return {one["code"]: one for one in listed}


def test_a_login_as_a_script_on_login_sends_it(gateway, coupons):
    now = int(time.time())
    body = f"event=login&user={coupons[0]}&mac=AA%3ABB%3ACC%3A00%3A00%3A01&ip=10.5.50.7&time={now - 90}&now={now - 30}&id=1"
    status, _, value = fetch(gateway, body, gateway.device_token)
    assert (status, outcomes(value)) == (200, [("redeemed", True)])
    # A clock that is 30 s behind makes no difference.
    redemption = redemptions(gateway)[coupons[0]]
    assert redemption["mac_address"] == "AA:BB:CC:00:00:01"
    # Sent again, because the answer was lost; now the router has another clock.
    status, _, value = fetch(gateway, body.replace(f"now={now - 30}", "now=500"), gateway.device_token)
    assert (status, outcomes(value)) == (200, [("redeemed", False)])
    assert redemptions(gateway)[coupons[0]] == redemption


def test_a_queue_that_a_scheduler_sends_after_an_outage(gateway, coupons):
    # A board without a clock chip: it counts from 1970 until a time server answers.
    lines = [f"event=login&user={code}&time={100 + index}&now=4000&id={index}" for index, code in enumerate(coupons[1:11])]
    lines.insert(5, "event=login&mac=AA:BB:CC:00:00:02")
    status, _, value = fetch(gateway, "\n".join(lines), gateway.device_token)
    assert (status, value["recorded"], value["rejected"]) == (200, 10, 1)
    assert "user" in value["events"][5]["error"]
    assert set(coupons[1:11]) <= redemptions(gateway).keys()
    # A replay changes nothing.
    before = redemptions(gateway)
    again = fetch(gateway, "\n".join(lines), gateway.device_token)[2]
    assert [event.get("new") for event in again["events"]] == [False] * 5 + [None] + [False] * 5
    assert redemptions(gateway) == before


def test_json_as_serialize_makes_it_of_what_looks_like_numbers(gateway):
    body = '{"event":"login","user":424242.000000,"mac":"00:00:00:00:00:00","bytes-in":12.000000,"id":77.000000}'
    status, _, value = fetch(gateway, body, gateway.device_token, "--header", "Content-Type: application/json", version="7.13.5")
    assert (status, outcomes(value)) == (200, [("unmatched", True)])
    assert value["events"][0]["notes"] == ["user: a number has no zeros in front; send a string, or a form"]
    # The same without a header of the script's own: fetch calls it a form then.
    status, _, value = fetch(gateway, body, gateway.device_token, version="7.13.5")
    assert (status, outcomes(value)) == (200, [("unmatched", False)])


def test_names_in_the_code_page_of_somebodys_pc(gateway):
    status, _, value = fetch(gateway, b"user=M\xfcller&id=1&time=5\nuser=M%FCller&id=1&time=5", gateway.device_token)
    assert (status, outcomes(value)) == (200, [("unmatched", True), ("unmatched", False)])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "body_missing"), ('{"user": "say "hi""}', 400, "body_invalid"), ("[" * 100, 400, "body_invalid"),
        ("user=x\n" * 501, 413, "body_too_large"), ("user=" + "x" * 70_000, 413, "body_too_large"),
        ("x" * 10_000_000, 413, "body_too_large"),
    ],
    ids=["nothing", "quotes", "brackets", "lines", "bytes", "ten-megabytes"],
)
def test_a_body_that_is_refused_as_a_whole(gateway, body, status, code):
    answer = fetch(gateway, body, gateway.device_token)
    assert (answer[0], answer[2]["code"]) == (status, code)


def test_a_log_or_a_program_sent_by_mistake(gateway):
    log = "jan/02 10:11:12 hotspot,info,debug 8B7W3D (10.5.50.2): logged in\n" * 20
    status, _, value = fetch(gateway, log, gateway.device_token)
    assert (status, value["recorded"], value["rejected"]) == (200, 0, 20)
    status, _, _ = fetch(gateway, bytes(range(256)) * 20, gateway.device_token)
    assert status in (200, 400)


def test_the_wrong_token(gateway, coupons, elsewhere):
    for token in ("ggd_" + "0" * 64, gateway.token, "", "%s"):
        status, fields, value = fetch(gateway, f"user={coupons[15]}", token)
        assert (status, value["type"]) == (401, "authentication_error")
        assert fields["www-authenticate"].startswith("bearer")
    # Another device's token is that device's: its site is where it says that it happened.
    status, _, value = fetch(gateway, f"user={coupons[15]}&mac=AA:BB:CC:00:00:09", elsewhere)
    assert (status, outcomes(value)) == (200, [("redeemed", True)])
    assert coupons[15] not in redemptions(gateway)
    # And a script that knows whose it is finds the mistake out.
    body = f"user={coupons[16]}&device={gateway.device['id']}"
    status, _, value = fetch(gateway, body, elsewhere)
    assert (status, value["recorded"]) == (200, 0)
    assert "its own token" in value["events"][0]["error"]


def test_a_rotated_token(gateway, coupons):
    old = gateway.device_token
    new = gateway.command("device", "token", "rotate", gateway.device["id"])["token"]
    body = f"user={coupons[12]}&id=9&time=77&now=80"
    assert outcomes(fetch(gateway, body, old)[2]) == [("redeemed", True)]
    assert outcomes(fetch(gateway, body, new)[2]) == [("redeemed", False)]
    listed = gateway.command("device", "token", "list", gateway.device["id"])
    assert [token["state"] for token in listed] == ["valid", "ending"]
    assert all(token["last_used_at"] for token in listed)
    gateway.device_token = gateway.command("device", "token", "rotate", gateway.device["id"], "--now")["token"]
    for token in (old, new):
        status, _, value = fetch(gateway, body, token)
        assert (status, value["code"]) == (401, "token_revoked")
    assert outcomes(fetch(gateway, body, gateway.device_token)[2]) == [("redeemed", False)]


def test_no_token_is_told_anywhere(gateway):
    assert "ggd_" not in gateway.log
    assert b"ggd_" not in b"".join(path.read_bytes() for path in gateway.folder.glob("gate.db*"))


def test_a_flood(tmp_path):
    gateway = Gateway(tmp_path)
    try:
        gateway.start("--device-events-per-minute", "120")
        # As many as it takes: the allowance grows while a slow machine sends them.
        statuses, slowed = [], []
        while len(slowed) < 10:
            assert len(statuses) < 5000
            status, fields, _ = fetch(gateway, f"user=guest{len(statuses)}", gateway.device_token)
            statuses.append(status)
            if status == 429:
                slowed.append(fields["retry-after"])
        assert statuses.count(200) >= 120 and set(statuses) == {200, 429}
        # Others go on: the portal's own requests, and the health of it all.
        assert gateway.call("GET", "/captive/sites").status_code == 200
        assert gateway.call("GET", "/readyz", auth=None).status_code == 200
        # What was slowed is taken when it comes again after the time that it was told.
        time.sleep(int(slowed[-1]))
        assert fetch(gateway, "user=guest139", gateway.device_token)[0] == 200
    finally:
        gateway.stop()

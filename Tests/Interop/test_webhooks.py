"""Webhooks and the stream of events, met by programs that this project did not write: Python's hmac and http.server, and curl."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from gateway import Gateway


def is_genuine(secret, headers, body, now=None):
    """What a receiver does (README.md has the same lines)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_fresh = abs((now or time.time()) - int(headers["webhook-timestamp"])) < 300
    return is_fresh and any(hmac.compare_digest(expected, one) for one in headers["webhook-signature"].split())


class Receiver:
    """Answers with the statuses that it was given, then with 204, and keeps what came."""

    def __init__(self):
        self.statuses = []
        self.messages = []
        self.arrived = threading.Condition()
        self.answers = threading.Event()
        self.answers.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                with receiver.arrived:
                    receiver.messages.append((dict(self.headers.items()), body))
                    status = receiver.statuses.pop(0) if receiver.statuses else 204
                    receiver.arrived.notify_all()
                receiver.answers.wait(60)
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass  # whoever asked is dead

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, count, seconds=60):
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, seconds), f"{len(self.messages)} of {count}"
        return self.messages


class Served(Gateway):
    """A gateway without routers that may send to this machine, and can be killed."""

    def start(self):
        self.command("instance", "add", "Lobby")
        self.instance = self.command("instance", "list")[0]
        self.token = self.command("token", "create", "--name", "tester")["token"]
        self.serve()
        schedule = {
            "name": "Daily", "count": 2, "recurrence_type": "daily", "valid_for_in_minutes": 480, "timezone": "UTC",
            "notification_group_id": "ng_a1b2c3d4e5f6",
        }
        path = f"/captive/instances/{self.instance['id']}/coupon-schedules"
        self.schedule = f"{path}/{self.call('POST', path, schedule).json()['id']}"
        return self

    def serve(self):
        served = self.spawn(
            "serve", "--listen", "127.0.0.1:0", "--allow-private-webhooks", "--database", self.database, "--json",
            log="serve.log",
        )
        self.url = f"http://{served['listen']}"

    def kill(self):
        process = self.processes.pop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def happen(self):
        """Lets something happen that is told."""
        assert self.call("POST", f"{self.schedule}/run").status_code == 201

    def deliveries(self, webhook):
        return self.call("GET", f"/captive/webhooks/{webhook}/deliveries").json()


@pytest.fixture
def gateway(tmp_path):
    gateway = Served(tmp_path)
    try:
        yield gateway.start()
    finally:
        gateway.stop()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.answers.set()
    receiver.server.shutdown()
    receiver.server.server_close()


def test_a_message_is_genuine_and_any_change_to_it_is_noticed(gateway, receiver):
    made = gateway.command("webhook", "add", receiver.url, "--type", "schedule.ran")
    gateway.happen()
    headers, body = receiver.wait_for(1)[0]
    secret = made["secret"]
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(secret, {**headers, "webhook-id": "x"}, body)
    assert not is_genuine(secret, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}, body)
    assert not is_genuine("whsec_" + base64.b64encode(b"x" * 32).decode(), headers, body)
    assert not is_genuine(secret, headers, body, now=time.time() + 600)
    event = json.loads(body)
    assert event["id"] == headers["webhook-id"]
    assert (event["type"], event["data"]["coupon_count"]) == ("schedule.ran", 2)
    # After a new secret the receiver may know either.
    new = gateway.command("webhook", "set", receiver.url, "--new-secret")["secret"]
    gateway.happen()
    headers, body = receiver.wait_for(2)[1]
    assert is_genuine(secret, headers, body) and is_genuine(new, headers, body)


def test_what_is_refused_comes_again_and_is_sent_once_more_by_hand(gateway, receiver):
    receiver.statuses = [500, 500]
    made = gateway.command("webhook", "add", receiver.url)
    gateway.happen()
    messages = receiver.wait_for(3)
    assert len({headers["webhook-id"] for headers, _ in messages}) == 1
    assert len({body for _, body in messages}) == 1
    assert all(is_genuine(made["secret"], headers, body) for headers, body in messages)
    gateway.wait_for("the log", lambda: gateway.deliveries(made["id"])[0]["state"] == "delivered")
    delivery = gateway.deliveries(made["id"])[0]
    assert [attempt["status"] for attempt in delivery["attempts"]] == [204, 500, 500]
    again = gateway.command("webhook", "redeliver", receiver.url, delivery["id"])
    assert again["state"] == "pending"
    assert receiver.wait_for(4)[3][0]["webhook-id"] == delivery["id"]


def test_a_gateway_that_is_killed_between_sending_and_writing_down_sends_again(gateway, receiver):
    made = gateway.command("webhook", "add", receiver.url)
    receiver.answers.clear()
    gateway.happen()
    first, _ = receiver.wait_for(1)[0]
    gateway.kill()
    receiver.answers.set()
    gateway.serve()
    second, body = receiver.wait_for(2)[1]
    assert second["webhook-id"] == first["webhook-id"]
    assert is_genuine(made["secret"], second, body)
    gateway.wait_for("the log", lambda: gateway.deliveries(made["id"])[0]["state"] == "delivered")
    assert len(receiver.messages) == 2


def test_a_receiver_that_is_gone_is_left_alone(gateway, receiver):
    receiver.statuses = [410]
    gateway.command("webhook", "add", receiver.url)
    gateway.happen()
    receiver.wait_for(1)
    gateway.wait_for("it to be disabled", lambda: not gateway.command("webhook", "list")[0]["enabled"])
    assert "410" in gateway.command("webhook", "list")[0]["disabled_reason"]


def test_without_leave_nothing_is_sent_to_this_machine(gateway, receiver, tmp_path):
    gateway.kill()
    served = gateway.spawn("serve", "--listen", "127.0.0.1:0", "--database", gateway.database, "--json", log="strict.log")
    gateway.url = f"http://{served['listen']}"
    assert gateway.call("POST", "/captive/webhooks", {"url": receiver.url}).json()["code"] == "parameter_invalid"
    made = gateway.command("webhook", "add", receiver.url.replace("http:", "https:"))
    gateway.happen()
    tried = gateway.wait_for("an attempt", lambda: gateway.deliveries(made["id"])[0]["attempts"])
    assert tried[0]["error"].startswith("refused: 127.0.0.1 is 127.0.0.1 (this machine)")
    assert receiver.messages == []


def curl(gateway, *arguments):
    """curl on the stream of events."""
    return subprocess.Popen(
        ["curl", "-sN", "-H", f"Authorization: Bearer {gateway.token}", *arguments, f"{gateway.url}/captive/events"],
        stdout=subprocess.PIPE, text=True,
    )


def events(lines, count):
    """The next events of a stream, as dictionaries of their fields."""
    found, event = [], {}
    for line in lines:
        if line == "\n" and "data" in event:
            found.append(event)
            event = {}
            if len(found) == count:
                return found
        elif ": " in line and not line.startswith(":"):
            name, value = line.rstrip("\n").split(": ", 1)
            event[name] = value
    return found


def test_curl_follows_the_stream_and_goes_on_where_it_was(gateway):
    first = curl(gateway)
    assert first.stdout.readline() == ": gardengate\n"
    gateway.happen()
    seen = events(first.stdout, 1)[0]
    assert seen["event"] == "schedule.ran" and json.loads(seen["data"])["id"] == seen["id"]
    first.kill()
    first.wait()
    gateway.happen()
    gateway.happen()
    second = curl(gateway, "-H", f"Last-Event-ID: {seen['id']}")
    missed = events(second.stdout, 2)
    assert len({seen["id"], *(event["id"] for event in missed)}) == 3
    # The end of the gateway is the end of the stream, without an error.
    gateway.processes[-1].send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0
    gateway.processes.pop().wait(timeout=20)
    gateway.serve()
    third = subprocess.run(
        [
            "curl", "-sNi", "-H", f"Authorization: Bearer {gateway.token}", "-H", "Last-Event-ID: 92a3b4c5-d6e7-4203-8485-90a1b2c3d4e5",
            f"{gateway.url}/captive/events",
        ],
        capture_output=True, text=True, timeout=20,
    )
    assert "410 Gone" in third.stdout and "event_unknown" in third.stdout

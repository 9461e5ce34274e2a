"""A gateway in processes of its own: the built command on a temporary database, with a simulated router at a site."""

import json
import os
import signal
import subprocess
import time

import requests

GARDENGATE = os.environ.get("GARDENGATE", "")
ROUTER_PASSWORD = "a password=with = and spaces"


class Gateway:
    """Serves the API on a free port of this machine, from `start` to `stop`."""

    def __init__(self, folder):
        self.folder = folder
        self.database = str(folder / "gate.db")
        self.processes = []
        self.token = None
        self.url = None
        self.device = None
        self.device_token = None

    def command(self, *arguments, text=None):
        """Runs a command on the database and gives the JSON value that it printed."""
        result = subprocess.run(
            [GARDENGATE, *arguments, "--database", self.database, "--json"],
            input=text, capture_output=True, text=True, timeout=60,
        )
        assert result.returncode == 0, f"{' '.join(arguments)}: {result.stderr}"
        return json.loads(result.stdout)

    def start(self, *flags, router_flags=()):
        self.router = self.spawn(
            "simulate", "--listen", "127.0.0.1:0", "--password", ROUTER_PASSWORD, *router_flags, log="router.log"
        )
        self.instance = self.command("instance", "add", "Lobby")
        self.site = self.command("site", "add", "Hotel", "--instance", "Lobby")
        password = self.folder / "router-password"
        password.write_text(ROUTER_PASSWORD)
        password.chmod(0o600)
        self.device = self.command(
            "device", "add", "Hotel", f"{self.router['host']}:{self.router['port']}", "--user", self.router["user"],
            "--password-file", str(password), "--trust", f"pin:{self.router['fingerprint']}", "--no-check",
        )
        self.device_token = self.command("device", "token", "create", self.device["id"])["token"]
        self.token = self.command("token", "create", "--name", "tester")["token"]
        self.client = self.command("client", "create", "--instance", "Lobby", "--name", "shop")
        self.served = self.spawn(
            "serve", "--listen", "127.0.0.1:0", "--database", self.database, "--json", *flags, log="serve.log"
        )
        self.url = f"http://{self.served['listen']}"
        return self

    def spawn(self, *arguments, log):
        """Starts a command that goes on, and gives the first line of JSON that it prints."""
        with open(self.folder / log, "w") as errors:
            process = subprocess.Popen(
                [GARDENGATE, *arguments], stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
            )
        self.processes.append(process)
        value = ""
        for line in process.stdout:
            value += line
            try:
                return json.loads(value)
            except json.JSONDecodeError:
                continue
        raise AssertionError(f"{arguments[0]} ended: {(self.folder / log).read_text()}")

    @property
    def log(self):
        """What `serve` has logged."""
        return (self.folder / "serve.log").read_text()

    @property
    def basic(self):
        return (self.client["id"], self.client["secret"])

    def call(self, method, path, body=None, auth="token", headers=None):
        """Sends a request; `auth` is "token", "client", "device" or None."""
        fields = dict(headers or {})
        if auth == "token":
            fields["Authorization"] = f"Bearer {self.token}"
        if auth == "device":
            fields["Authorization"] = f"Bearer {self.device_token}"
        return requests.request(
            method, self.url + path, json=body, headers=fields, auth=self.basic if auth == "client" else None, timeout=60
        )

    def wait_for(self, what, condition, seconds=30):
        """Asks until the answer is yes."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < end, f"waited {seconds} s for {what}\n{self.log}"
            time.sleep(0.05)
        return result

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                assert process.wait(timeout=20) == 0, (self.folder / "serve.log").read_text()
            finally:
                process.kill()
                process.stdout.close()

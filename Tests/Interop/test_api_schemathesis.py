"""schemathesis, a tester that this project did not write, over the document that a live server gives.

It makes requests that the document allows and requests that it does not, operation by operation and one after another, and says where an
answer is not what the document promises. `GATEWAY_SEED` is its seed. What it is told to pass over is in schemathesis.toml, with the reasons.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from openapi_document import operations

HERE = Path(__file__).parent
# Only so that a run that hangs ends: it takes about four minutes.
SECONDS_MAXIMUM = 900

INSTANCE = {"name": "Spare", "strategy": "coupon", "session_ttl": 3600}
COUPONS = {"minutes_valid": 60, "count": 1}
SCHEDULE = {
    "name": "Daily", "count": 2, "recurrence_type": "daily", "valid_for_in_minutes": 480,
    "timezone": "Australia/Lord_Howe", "notification_group_id": "ng_a1b2c3d4e5f6",
}
TEMPLATE = {"name": "Drawn", "mode": "AUTO_ALLOCATE", "random_length": 12, "maximum": 10_000, "minutes_valid": 60}
ENTRY = {"name": "Login", "ip_address": "203.0.113.7"}
DEVICE = {"host": "router.example", "user": "gardengate", "password": "secret", "trust": "anonymous"}
USER = {"name": "conference", "password": "secret"}
WEBHOOK = {"url": "https://portal.example/hooks/wifi"}


def world(gateway):
    """One of each thing at the served site, and spare ones whose change harms nothing."""
    instance, site = gateway.instance["id"], gateway.site["id"]

    def make(path, body):
        response = gateway.call("POST", path, body)
        assert response.status_code in (200, 201, 202), f"{path}: {response.text}"
        made = response.json()
        return (made[0] if isinstance(made, list) else made)["id"]

    of_instance, of_site = f"/captive/instances/{instance}", f"/captive/sites/{site}"
    user = {**USER, "instance_id": instance}
    known = {
        "url": gateway.url, "instanceId": instance, "siteId": site, "deviceId": gateway.device["id"],
        "couponId": make(f"{of_instance}/coupons", COUPONS),
        "scheduleId": make(f"{of_instance}/coupon-schedules", SCHEDULE),
        "templateId": make(f"{of_instance}/coupon-templates", TEMPLATE),
        "userId": make(f"{of_site}/hotspot-users", user),
        "walledGardenEntryId": make(f"/captive/walled-garden/{site}", ENTRY),
        "pushId": make(f"{of_site}/push?wait=30", {}),
        "webhookId": make("/captive/webhooks", WEBHOOK),
    }
    # Something has to happen before it can be told of again.
    make(f"{of_instance}/coupon-schedules/{known['scheduleId']}/run", None)
    deliveries = gateway.call("GET", f"/captive/webhooks/{known['webhookId']}/deliveries").json()
    known["deliveryId"] = deliveries[0]["id"]
    make(f"{of_instance}/coupon-templates", {**TEMPLATE, "name": "Given", "mode": "AUTO_ACCEPT", "random_length": None})
    # Somebody used the coupon: it can be freed from that device, and there is a guest to look at.
    code = gateway.call("GET", f"{of_instance}/coupons/{known['couponId']}").json()["code"]
    event = {"user": code, "mac": "02:00:00:00:00:01", "ip": "10.5.50.17", "id": "1"}
    assert gateway.call("POST", "/routeros/events", event, auth="device").status_code == 200
    known["siteUserId"] = gateway.call("GET", f"{of_site}/users").json()[0]["id"]
    known["runId"] = gateway.call("GET", f"{of_site}/sync-runs").json()[0]["id"]
    link = gateway.call("GET", f"{of_instance}/coupon-schedules/{known['scheduleId']}/generate_url").json()
    known["link"] = dict(parse_qsl(urlsplit(link["signed_url"]).query))
    spare_instance, spare_site = make("/captive/instances", INSTANCE), make("/captive/sites", {"name": "Spare"})
    known["spare"] = {
        "instanceId": spare_instance, "siteId": spare_site,
        "deviceId": make(f"/captive/sites/{spare_site}/devices", DEVICE),
        "scheduleId": make(f"/captive/instances/{spare_instance}/coupon-schedules", SCHEDULE),
        "templateId": make(f"/captive/instances/{spare_instance}/coupon-templates", TEMPLATE),
        "walledGardenEntryId": make(f"/captive/walled-garden/{spare_site}", ENTRY),
        "webhookId": make("/captive/webhooks", WEBHOOK),
    }
    known.update(
        instance=INSTANCE, coupons=COUPONS, schedule=SCHEDULE, template=TEMPLATE, entry=ENTRY, device=DEVICE, user=user,
        webhook=WEBHOOK,
    )
    return known


@pytest.fixture(scope="module")
def run(gateway, tmp_path_factory):
    """The one run: its exit code, what it printed, and what each operation answered."""
    answers = tmp_path_factory.mktemp("schemathesis") / "answers.json"
    environment = {
        **os.environ, "API_WORLD": json.dumps(world(gateway)), "API_ANSWERS": str(answers), "API_TOKEN": gateway.token,
        "API_DEVICE_TOKEN": gateway.device_token,
        "API_CLIENT_ID": gateway.client["id"], "API_CLIENT_SECRET": gateway.client["secret"], "NO_COLOR": "1",
        "PYTHONPATH": str(HERE),
    }
    result = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml",
            "run", f"{gateway.url}/openapi.yaml", "--phases", "examples,coverage,fuzzing,stateful",
            "--seed", os.environ.get("GATEWAY_SEED", "1"),
        ],
        cwd=answers.parent, env=environment, capture_output=True, text=True, timeout=SECONDS_MAXIMUM,
    )
    return {
        "code": result.returncode, "output": result.stdout + result.stderr,
        "answers": json.loads(answers.read_text()) if answers.exists() else {},
    }


def test_nothing_is_found(run):
    assert run["code"] == 0, run["output"]


# The document itself is what the run begins with: without it there would be no run.
@pytest.mark.parametrize("operation", sorted(set(operations()) - {"getOpenAPI"}))
def test_each_operation_did_what_it_is_for(run, operation):
    answers = run["answers"].get(operation, {})
    assert sum(count for status, count in answers.items() if status.startswith("2")) > 0, answers


def test_the_server_logged_no_error(run, gateway):
    assert [line for line in gateway.log.splitlines() if " error " in line] == []

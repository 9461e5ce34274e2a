"""What schemathesis cannot know of this gateway: ids of things that exist, and things to delete.

Without it most requests would be answered with 404 or 409. Ids that are UUIDs are exchanged for real ones, and names that are taken for new
ones; one request in eight of each operation is left as it is, never the first, so that what the document gives as an example is done whatever
the tester makes up later. Other parts of a request are exchanged only when all of it is meant to be valid. The answers are counted for
test_api_schemathesis.py.
"""

import atexit
import itertools
import json
import os
import threading
import uuid
from collections import Counter, defaultdict

import requests
import schemathesis

WORLD = json.loads(os.environ["API_WORLD"])
NUMBERS = itertools.count(1)
CALLS = defaultdict(lambda: itertools.count(1))
LOCK = threading.Lock()
ANSWERS = defaultdict(Counter)
ZONES = ["Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "UTC"]


def made(path, body, client=False):
    """Makes something, and gives it."""
    headers = {} if client else {"Authorization": f"Bearer {os.environ['API_TOKEN']}"}
    auth = (os.environ["API_CLIENT_ID"], os.environ["API_CLIENT_SECRET"]) if client else None
    response = requests.post(WORLD["url"] + path, json=body, headers=headers, auth=auth, timeout=60)
    assert response.status_code == 201, f"{path}: {response.text}"
    return response.json()


DELETIONS = {
    "deleteInstance": "instanceId", "revokeCoupon": "couponId", "deleteCouponSchedule": "scheduleId",
    "deleteCouponTemplate": "templateId", "deleteWalledGardenEntry": "walledGardenEntryId", "deleteSite": "siteId",
    "removeDevice": "deviceId", "removeHotspotUser": "userId", "deleteWebhook": "webhookId",
}


def make_room():
    """Deletes webhooks that nobody needs: there may be fifty."""
    headers = {"Authorization": f"Bearer {os.environ['API_TOKEN']}"}
    known = {WORLD["webhookId"], WORLD["spare"]["webhookId"]}
    path = f"{WORLD['url']}/captive/webhooks"
    for webhook in requests.get(path, headers=headers, timeout=60).json():
        if webhook["id"] not in known:
            requests.delete(f"{path}/{webhook['id']}", headers=headers, timeout=60)


def to_delete(operation):
    """Makes the thing that a deletion is about, and gives its id."""
    instance, site = f"/captive/instances/{WORLD['instanceId']}", f"/captive/sites/{WORLD['siteId']}"
    name = f"victim {next(NUMBERS)}"
    path, body = {
        "deleteInstance": ("/captive/instances", WORLD["instance"]),
        "revokeCoupon": (f"{instance}/coupons", WORLD["coupons"]),
        "deleteCouponSchedule": (f"{instance}/coupon-schedules", WORLD["schedule"]),
        "deleteCouponTemplate": (f"{instance}/coupon-templates", WORLD["template"]),
        "deleteWalledGardenEntry": (f"/captive/walled-garden/{WORLD['siteId']}", WORLD["entry"]),
        "deleteSite": ("/captive/sites", {}),
        "removeDevice": (f"{site}/devices", {**WORLD["device"], "host": f"{name.replace(' ', '-')}.example"}),
        "removeHotspotUser": (f"{site}/hotspot-users", WORLD["user"]),
        "deleteWebhook": ("/captive/webhooks", WORLD["webhook"]),
    }[operation]
    if operation == "deleteWebhook":
        make_room()
    nameless = operation in ("revokeCoupon", "removeDevice", "deleteWebhook")
    thing = made(path, dict(body) if nameless else {**body, "name": name})
    return (thing[0] if isinstance(thing, list) else thing)["id"]


def identified(operation, parameters, left):
    """Path parameters with ids of things that exist."""
    known = WORLD["spare"] if operation.startswith("update") else WORLD
    parameters = dict(parameters)
    for name, value in parameters.items():
        if name == "code" and isinstance(value, str) and len(value) % 8:
            parameters[name] = "parameter_missing"
        # One that others need is never changed, also where the tester has learned it from an answer.
        elif is_uuid(value) and (not left or value == WORLD.get(name)):
            parameters[name] = known.get(name, WORLD.get(name, value))
    return parameters


def is_uuid(value):
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def within_bytes(value):
    """Text that is bounded in bytes, where a schema can bound characters only."""
    if isinstance(value, dict):
        return {name: part if name == "trust" else within_bytes(part) for name, part in value.items()}
    if isinstance(value, list):
        return [within_bytes(part) for part in value]
    if isinstance(value, str) and 64 < len(value.encode()) <= 256:
        return value.encode("ascii", "ignore").decode()[:60].strip() or "x"
    return value


NAMED = {
    "createInstance", "updateInstance", "createSite", "updateSite", "createCouponTemplate", "updateCouponTemplate",
    "createCouponSchedule", "updateCouponSchedule", "addHotspotUser",
}


def body_of(operation, body, left):
    """A valid body, with what OpenAPI has no words for: time zones, template names, names and codes that are new."""
    body = within_bytes(body)
    if not isinstance(body, dict):
        return body
    if operation in NAMED and body.get("name") and not left:
        body["name"] = f"{operation}-{next(NUMBERS)}"
    if "timezone" in body:
        body["timezone"] = ZONES[next(NUMBERS) % len(ZONES)]
    for window in body.get("windows") or []:
        # A time zone that there is, and a window that is long enough: as long as a day.
        window.update(timezone=ZONES[next(NUMBERS) % len(ZONES)], to=window["from"])
    if operation == "generateUserCoupon":
        number = next(NUMBERS)
        body["clientId"] = os.environ["API_CLIENT_ID"]
        body["couponName"] = "Drawn" if number % 2 else "Given"
        body["quantity"] = 1 + number % 3
        body["couponCodes"] = [f"GIVEN{number}A", f"given{number}b"]
    if operation == "updateInstance" and not left:
        # A login elsewhere needs an integration that exists, and only some strategies have one.
        body.update(strategy="coupon", auth_integration_id=None)
    if operation == "addHotspotUser":
        body["instance_id"] = WORLD["instanceId"]
    # An id within a body is one that exists; OpenAPI has no words for that either.
    for field, known in ("instances", "instanceId"), ("sites", "siteId"):
        if operation in ("createSite", "updateSite", "createInstance", "updateInstance") and body.get(field):
            body[field] = [{**body[field][0], "id": WORLD[known]}]
    if operation in ("createCouponSchedule", "updateCouponSchedule"):
        day = {"weekly": "day_of_week", "monthly": "day_of_month"}.get(body.get("recurrence_type"))
        if day and body.get(day) is None:
            body[day] = 1
    if operation in ("createCouponTemplate", "updateCouponTemplate"):
        # As many characters as leave room for a prefix and a suffix, and enough codes for any maximum.
        body.update(random_length=12, pattern=None, prefix=(body.get("prefix") or "")[:8], suffix=(body.get("suffix") or "")[:8])
    if operation == "pushSite" and body.get("plan_id"):
        body.pop("adopt", None)
        body.pop("now", None)
    if operation in ("addDevice", "updateDevice") and body.get("host"):
        body["host"] = f"router-{next(NUMBERS)}.example"
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw["operationId"]
    left = next(CALLS[operation]) % 8 == 0
    if case.path_parameters:
        parameters = identified(operation, case.path_parameters, left)
        victim = DELETIONS.get(operation)
        # What the others need is never deleted: something is made for it instead.
        if case.method == "DELETE" and victim and parameters[victim] == WORLD[victim]:
            parameters[victim] = to_delete(operation)
        case.path_parameters = parameters
    query = dict(case.query or {})
    if is_integer(query.get("wait", 30), 0, 300) and operation in ("planSite", "pushSite"):
        query["wait"] = min(int(query.get("wait", 30)), 2)
    if operation == "streamEvents":
        if is_integer(query.get("wait", 900), 0, 900):
            query["wait"] = 0
        # One that is not kept any more is 410, which no schema can tell.
        if case.headers and is_uuid(case.headers.get("Last-Event-ID")):
            case.headers["Last-Event-ID"] = WORLD["deliveryId"]
    if case.headers and "Idempotency-Key" in case.headers and len(case.headers["Idempotency-Key"]) < 100:
        # A key that was used for something else is refused, as it should be.
        case.headers["Idempotency-Key"] += f"-{next(NUMBERS)}"
    positive = case.meta is None or case.meta.generation.mode.is_positive
    if positive:
        query.pop("cursor", None)
        if operation == "getCouponsFromSignedUrl" and next(NUMBERS) % 8:
            query = dict(WORLD["link"])
        if case.body is not None and not isinstance(case.body, schemathesis.core.NotSet):
            case.body = body_of(operation, case.body, left)
            if operation == "createCoupons" and isinstance(case.body, dict) and case.body.get("sites"):
                # An instance that another operation made serves no site.
                is_served = (case.path_parameters or {}).get("instanceId") == WORLD["instanceId"]
                case.body["sites"] = [WORLD["siteId"]] if is_served else []
    if query or case.query:
        case.query = query


def is_integer(value, least, most):
    try:
        return least <= int(str(value)) <= most
    except ValueError:
        return False


@schemathesis.hook
def after_call(context, case, response):
    with LOCK:
        ANSWERS[case.operation.definition.raw["operationId"]][response.status_code] += 1


@atexit.register
def write_answers():
    with open(os.environ["API_ANSWERS"], "w") as file:
        json.dump(ANSWERS, file)

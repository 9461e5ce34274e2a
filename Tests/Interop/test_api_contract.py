"""The portal's API as its own pages have it: openapi.yaml and real answers are both held against those facts."""

import re

import pytest
import yaml
from openapi_document import DOCUMENT, ROOT, answer_schema, faults, operations, resolved
from openapi_schema_validator import OAS30Validator, oas30_format_checker

CONTRACT = yaml.safe_load((ROOT / "fixtures" / "portal-api" / "contract.yaml").read_text())
SCHEMAS = CONTRACT["schemas"]
SCHEDULE = {name: field["example"] for name, field in SCHEMAS["CouponScheduleCreate"]["fields"].items()}


def broken(value, name):
    """What of a value is not as the portal's API has it; every field that it names has to be there."""
    fields = SCHEMAS[name]["fields"]
    schema = {"type": "object", "required": list(fields), "properties": {
        field: {key: fact for key, fact in facts.items() if key != "example"} for field, facts in fields.items()
    }}
    return [error.message for error in OAS30Validator(schema, format_checker=oas30_format_checker).iter_errors(value)]


# The document


@pytest.mark.parametrize("operation", CONTRACT["operations"])
def test_the_document_has_the_operation(operation):
    expected = CONTRACT["operations"][operation]
    path, method, node = operations()[operation]
    assert (path, method) == (expected["path"], expected["method"])
    assert {str(expected["answer"]["status"]), *map(str, expected["errors"])} <= node["responses"].keys()
    if "body" in expected:
        schema = node["requestBody"]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith(f"/{expected['body']}")
        assert node["requestBody"]["required"] is True
    schema = answer_schema(operation, expected["answer"]["status"])
    if "list" in expected["answer"]:
        assert schema["type"] == "array"
        schema = schema["items"]
    name = expected["answer"].get("list", expected["answer"].get("one"))
    assert name is None or schema["$ref"].endswith(f"/{name}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_document_has_the_schema(name):
    schema = DOCUMENT["components"]["schemas"][name]
    expected = SCHEMAS[name]
    if "required" in expected:
        assert set(schema["required"]) == set(expected["required"])
    else:
        assert set(schema["required"]) >= set(expected["fields"]), "an answer has all of them"
    for field, facts in expected["fields"].items():
        own = schema["properties"][field]
        whole = {**{key: fact for part in own.get("allOf", []) for key, fact in resolved(part).items()}, **own}
        for fact, value in facts.items():
            assert whole.get(fact) == value, f"{name}.{field}: {fact}"
        if "nullable" not in facts and "required" not in expected:
            assert not own.get("nullable"), f"{name}.{field} is never null"


def test_examples_of_the_portals_api_are_allowed():
    for name, expected in SCHEMAS.items():
        value = {field: facts["example"] for field, facts in expected["fields"].items() if "example" in facts}
        schema = {"allOf": [{**DOCUMENT["components"]["schemas"][name], "required": []}]}
        assert faults(value, schema) == [], name


# Real answers


def check(operation, response, status):
    """An answer is as openapi.yaml has it, and an error in the one form."""
    assert response.status_code == status, response.text
    schema = answer_schema(operation, status)
    assert response.headers["Content-Type"] == "application/json"
    value = response.json()
    assert faults(value, schema) == []
    if status >= 400:
        assert broken(value, "ErrorResponse") == []
        assert value["doc_url"].endswith(f"/errors/{value['code']}")
    return value


@pytest.fixture(scope="module")
def coupons_path(gateway):
    return f"/captive/instances/{gateway.instance['id']}/coupons"


@pytest.fixture(scope="module")
def schedule(gateway):
    path = f"/captive/instances/{gateway.instance['id']}/coupon-schedules"
    made = check("createCouponSchedule", gateway.call("POST", path, SCHEDULE), 201)
    assert broken(made, "CouponSchedule") == []
    return f"{path}/{made['id']}"


def test_create_coupons(gateway, coupons_path):
    made = check("createCoupons", gateway.call("POST", coupons_path, {"minutes_valid": 1440, "count": 50}), 201)
    assert len(made) == 50
    for coupon in made:
        assert broken(coupon, "Coupon") == []
        assert re.fullmatch("[A-Z0-9]{6}", coupon["code"])
        assert coupon["redeemed_at"] is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"count": 1}, "parameter_missing"),
        ({"minutes_valid": 0, "count": 1}, "parameter_invalid"),
        ({"minutes_valid": 5_256_001, "count": 1}, "parameter_invalid"),
        ({"minutes_valid": 1, "count": 0}, "parameter_invalid"),
        ({"minutes_valid": 1, "count": 201}, "parameter_invalid"),
        ({"minutes_valid": 1.5, "count": 1}, "parameter_invalid"),
        ({"minutes_valid": True, "count": 1}, "parameter_invalid"),
        ({"minutes_valid": "1", "count": 1}, "parameter_invalid"),
    ],
)
def test_create_coupons_refuses(gateway, coupons_path, body, code):
    error = check("createCoupons", gateway.call("POST", coupons_path, body), 400)
    assert (error["type"], error["code"]) == ("invalid_request_error", code)


def test_a_field_that_the_portals_api_does_not_know_is_passed_over(gateway, coupons_path):
    body = {"minutes_valid": 1, "count": 1, "colour": "red"}
    check("createCoupons", gateway.call("POST", coupons_path, body), 201)


def test_list_coupons(gateway, coupons_path):
    made = gateway.call("POST", coupons_path, {"minutes_valid": 60, "count": 2}).json()
    listed = check("listCoupons", gateway.call("GET", coupons_path), 200)
    assert [broken(coupon, "Coupon") for coupon in listed if broken(coupon, "Coupon")] == []
    assert {coupon["id"] for coupon in made} == {coupon["id"] for coupon in listed[:2]}, "the newest come first"
    times = [coupon["created_at"] for coupon in listed]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("operation", ["createCoupons", "listCoupons"])
def test_who_may_not(gateway, coupons_path, operation):
    method = operations()[operation][1].upper()
    body = {"minutes_valid": 1, "count": 1} if method == "POST" else None
    error = check(operation, gateway.call(method, coupons_path, body, auth=None), 401)
    assert error["type"] == "authentication_error"
    reader = gateway.command("token", "create", "--name", "sites only", "--scope", "sites:read")["token"]
    headers = {"Authorization": f"Bearer {reader}"}
    error = check(operation, gateway.call(method, coupons_path, body, auth=None, headers=headers), 403)
    assert (error["type"], error["code"]) == ("permission_error", "scope_missing")
    elsewhere = "/captive/instances/00000000-0000-4000-8000-000000000000/coupons"
    check(operation, gateway.call(method, elsewhere, body), 404)


def test_update_a_schedule(gateway, schedule):
    body = {**SCHEDULE, "recurrence_type": "monthly", "day_of_month": 31, "count": 7}
    changed = check("updateCouponSchedule", gateway.call("PUT", schedule, body), 200)
    assert broken(changed, "CouponSchedule") == []
    assert (changed["count"], changed["recurrence_type"], changed["day_of_month"]) == (7, "monthly", 31)
    assert changed["next_run_at"] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"name": None}, {"count": 0}, {"count": 501}, {"recurrence_type": "hourly"},
        {"recurrence_type": "weekly", "day_of_week": None}, {"recurrence_type": "weekly", "day_of_week": 7},
        {"recurrence_type": "monthly", "day_of_month": None}, {"recurrence_type": "monthly", "day_of_month": 0},
        {"valid_for_in_minutes": 0}, {"valid_for_in_minutes": 90_001}, {"timezone": "Mars/Olympus"},
        {"notification_group_id": None},
    ],
    ids=str,
)
def test_update_a_schedule_refuses(gateway, schedule, change):
    before = gateway.call("GET", schedule).json()
    check("updateCouponSchedule", gateway.call("PUT", schedule, {**SCHEDULE, **change}), 400)
    assert gateway.call("GET", schedule).json() == before


def test_a_signed_url_lists_the_coupons_of_its_schedule(gateway, schedule, coupons_path):
    made = check("runCouponSchedule", gateway.call("POST", f"{schedule}/run"), 201)
    link = check("generateSignedCouponUrl", gateway.call("GET", f"{schedule}/generate_url"), 200)
    assert broken(link, "SignedCouponUrl") == []
    address = link["signed_url"].removeprefix(gateway.url)
    assert re.match(r"/captive/coupons\?sid=[^&]+&expires=\d+&signature=.+", address)
    shown = gateway.call("GET", address, auth=None)
    listed = check("getCouponsFromSignedUrl", shown, 200)
    assert {coupon["id"] for coupon in listed} == {coupon["id"] for coupon in made}
    assert [broken(coupon, "Coupon") for coupon in listed if broken(coupon, "Coupon")] == []
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    changed = address[:-1] + ("0" if address[-1] != "0" else "1")
    error = check("getCouponsFromSignedUrl", gateway.call("GET", changed, auth=None), 403)
    assert error["code"] == "link_invalid"


def template(gateway, name, **settings):
    body = {"name": name, "maximum": 20, "minutes_valid": 60, **settings}
    path = f"/captive/instances/{gateway.instance['id']}/coupon-templates"
    return check("createCouponTemplate", gateway.call("POST", path, body), 201)


def generate(gateway, status, **body):
    path = CONTRACT["operations"]["generateUserCoupon"]["path"]
    body = {"clientId": gateway.client["id"], **body}
    return check("generateUserCoupon", gateway.call("POST", path, body, auth="client"), status)


def test_codes_are_drawn(gateway):
    template(gateway, "Drawn", mode="AUTO_ALLOCATE", prefix="SUMMER", random_length=6)
    made = generate(gateway, 201, couponName="Drawn", quantity=10, couponCodes=["PASSEDOVER"])
    assert (made["couponName"], made["clientId"]) == ("Drawn", gateway.client["id"])
    assert len(made["coupons"]) == 10
    for coupon in made["coupons"]:
        assert broken(coupon, "Coupon") == []
        assert re.fullmatch("SUMMER[A-Z0-9]{6}", coupon["code"])
    error = generate(gateway, 400, couponName="Drawn", quantity=11)
    assert error["code"] == "quantity_exceeded"


def test_codes_are_given(gateway):
    codes = SCHEMAS["UserCouponCreate"]["fields"]["couponCodes"]["example"]
    template(gateway, "Given", mode="AUTO_ACCEPT")
    made = generate(gateway, 201, couponName="Given", couponCodes=codes, quantity=1000)
    assert [coupon["code"] for coupon in made["coupons"]] == [code.upper() for code in codes]
    error = generate(gateway, 400, couponName="Given", couponCodes=["FRESHCODE1", codes[1].upper()])
    assert error["code"] == "coupon_codes_unusable"
    assert codes[1].upper() in error["message"]
    assert "FRESHCODE1" not in error["message"]


def test_the_coupons_of_templates_are_coupons_like_all_others(gateway, coupons_path):
    template(gateway, "Listed", mode="AUTO_ACCEPT")
    made = generate(gateway, 201, couponName="Listed", couponCodes=["LISTED2026"])
    listed = gateway.call("GET", coupons_path).json()
    assert made["coupons"][0]["id"] in {coupon["id"] for coupon in listed}

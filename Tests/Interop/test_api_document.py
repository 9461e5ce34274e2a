"""The OpenAPI document by itself: valid, complete, with examples that its own schemas allow."""

import pytest
from openapi_document import DOCUMENT, faults, operations, resolved
from openapi_spec_validator import OpenAPIV30SpecValidator

OPERATIONS = operations()


def test_it_is_openapi_3_0_3():
    assert DOCUMENT["openapi"] == "3.0.3"
    assert [error.message for error in OpenAPIV30SpecValidator(DOCUMENT).iter_errors()] == []


def examples(node, path="#"):
    """Every schema, parameter and media type that has an example: where it is, the example, and its schema."""
    if isinstance(node, list):
        for index, element in enumerate(node):
            yield from examples(element, f"{path}/{index}")
    if not isinstance(node, dict):
        return
    if "example" in node and path.rsplit("/", 1)[-1] != "properties":
        yield path, node["example"], node.get("schema", {name: node[name] for name in node if name != "example"})
    for name, example in node.get("examples", {}).items():
        yield f"{path}/examples/{name}", example["value"], node["schema"]
    for name, child in node.items():
        if name not in ("example", "examples"):
            yield from examples(child, f"{path}/{name}")


def test_examples_are_what_their_schemas_allow():
    found = list(examples(DOCUMENT))
    assert len(found) > 200
    wrong = {path: faults(value, schema) for path, value, schema in found}
    assert {path: what for path, what in wrong.items() if what} == {}


def example(schema):
    """A value put together from the examples of a schema's parts."""
    schema = resolved(schema)
    if "example" in schema:
        return schema["example"]
    if "items" in schema:
        return [example(schema["items"])]
    if "properties" in schema:
        return {name: example(part) for name, part in schema["properties"].items()}
    for choice in schema.get("allOf", []) + schema.get("anyOf", []):
        return example(choice)
    return None


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_the_examples_of_a_schemas_parts_make_a_whole(name):
    schema = {"$ref": f"#/components/schemas/{name}"}
    assert faults(example(schema), schema) == []


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_each_answer_is_described(operation):
    _, _, node = OPERATIONS[operation]
    assert node["summary"] and node["tags"]
    assert {one["name"] for one in DOCUMENT["tags"]} >= set(node["tags"])
    for status, answer in node["responses"].items():
        answer = resolved(answer)
        # HTTP gives these no body.
        if status in ("204", "304"):
            assert "content" not in answer
            continue
        assert answer["content"], status
        if status[0] in "45" and (operation, status) != ("readyz", "503"):
            assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorResponse")
        if status in ("429", "503") and operation != "readyz":
            assert "Retry-After" in answer["headers"]


def test_a_wrong_value_is_noticed():
    schema = {"$ref": "#/components/schemas/Coupon"}
    coupon = example(schema)
    for name, value in [("id", "no uuid"), ("expires_at", "tomorrow"), ("code", None), ("state", "lost"), ("sites", {})]:
        assert [fault.split(":")[0] for fault in faults({**coupon, name: value}, schema)][0] == name
    del coupon["code"]
    assert faults(coupon, schema) == ["the value: 'code' is a required property"]


def test_what_an_object_requires_exists():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert set(schema.get("required", [])) <= schema.get("properties", {}).keys(), name


def test_no_schema_is_left_over():
    text = str(DOCUMENT)
    for kind in ("schemas", "responses", "parameters", "headers"):
        for name in DOCUMENT["components"][kind]:
            assert f"'#/components/{kind}/{name}'" in text, f"{kind} {name} is never used"

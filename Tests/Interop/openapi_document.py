"""The OpenAPI document of this repository, and what its schemas say about values."""

from pathlib import Path

import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT_FILE = ROOT / "Sources" / "GatewayHTTP" / "OpenAPI" / "openapi.yaml"
DOCUMENT = yaml.safe_load(DOCUMENT_FILE.read_text())
METHODS = {"get", "put", "post", "delete"}

NAME = "urn:gardengate:openapi"
REGISTRY = Registry().with_resource(NAME, Resource(contents=DOCUMENT, specification=DRAFT4))


def resolved(node):
    """What a `$ref` means."""
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def operations():
    """Each operation by its id: its path, its method, and what the document says about it."""
    found = {}
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS & item.keys():
            operation = item[method]
            parameters = [resolved(one) for one in item.get("parameters", []) + operation.get("parameters", [])]
            found[operation["operationId"]] = (path, method, {**operation, "parameters": parameters})
    return found


def _in_document(node):
    """A part of the document whose references lead into it from wherever it is looked at."""
    if isinstance(node, list):
        return [_in_document(element) for element in node]
    if isinstance(node, dict):
        return {
            name: NAME + child if name == "$ref" and isinstance(child, str) else _in_document(child)
            for name, child in node.items()
        }
    return node


def faults(value, schema):
    """What is wrong with a value by a schema, formats included; nothing when it is right."""
    checks = OAS30Validator(_in_document(schema), registry=REGISTRY, format_checker=oas30_format_checker)
    return [
        f"{'/'.join(map(str, error.absolute_path)) or 'the value'}: {error.message}"
        for error in checks.iter_errors(value)
    ]


def answer_schema(operation, status, media_type="application/json"):
    """The schema of an answer; None for an answer without a body of this type."""
    _, _, node = operations()[operation]
    response = resolved(node["responses"][str(status)])
    content = response.get("content", {}).get(media_type)
    return content and content["schema"]

"""`schema.yml` is what the code says, describes every operation, and can be read by generators."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

METHODS = {"get", "post", "put", "patch", "delete"}
COMMAND = "python manage.py spectacular --file schema.yml"


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_committed_document_is_current(generated: dict[str, Any]) -> None:
    committed = (settings.BASE_DIR / "schema.yml").read_bytes()
    rendered = OpenApiYamlRenderer().render(generated, renderer_context={})  # type: ignore[no-untyped-call]
    assert rendered == committed, f"Run {COMMAND}"


def test_the_document_is_valid(generated: dict[str, Any]) -> None:
    validate_schema(generated)  # type: ignore[no-untyped-call]


def test_every_operation_has_an_id_of_its_own(generated: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(generated)]
    assert len(ids) == len(set(ids))


def test_every_operation_of_ours_is_described(generated: dict[str, Any]) -> None:
    for path, method, operation in operations(generated):
        if not path.startswith("/api/"):
            continue
        where = f"{method} {path}"
        answered = operation["responses"]
        assert operation.get("summary"), where
        assert {"401", "429"} <= answered.keys(), where
        if "{" in path:
            assert "404" in answered, where
        body = operation.get("requestBody", {}).get("content", {})
        if body:
            assert "400" in answered, where
            assert all(each.get("examples") for kind, each in body.items() if "json" in kind), where


def test_every_body_of_ours_is_closed_and_says_what_a_patch_needs(generated: dict[str, Any]) -> None:
    schemas, closed = generated["components"]["schemas"], set()
    for path, _, operation in operations(generated):
        for content in operation.get("requestBody", {}).get("content", {}).values() if path.startswith("/api/") else ():
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert schemas[name]["additionalProperties"] is False, name
            closed.add(name)
    assert schemas["PatchedChoicesBodyRequest"]["required"] == ["choices"]
    assert "required" not in schemas["PatchedTransactionBodyRequest"]
    assert "direction" in schemas["PatchedTransactionBodyRequest"]["properties"], "an answer may be sent back"
    assert closed >= {"PictureInRequest", "ImportBodyRequest"}


def test_references_lead_somewhere(generated: dict[str, Any]) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            found = [each for value in node.values() for each in references(value)]
            return [*found, node["$ref"]] if isinstance(node.get("$ref"), str) else found
        return [each for value in node for each in references(value)] if isinstance(node, list) else []

    for reference in references(generated):
        node: Any = generated
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]


def test_it_is_served_as_yaml_and_json(client: Client) -> None:
    as_yaml, as_json = client.get("/api/v1/schema/"), client.get("/api/v1/schema/?format=json")
    assert yaml.safe_load(as_yaml.content) == as_json.json()
    assert "/_allauth/app/v1/auth/login" in as_json.json()["paths"]
    assert b'data-schema="/api/v1/schema/?format=json"' in client.get("/api/v1/docs/").content

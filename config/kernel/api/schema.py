"""The OpenAPI document: what every operation has in common is added here, so that no view can forget it."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import yaml
from allauth.headless.spec import internal as allauth_spec
from allauth.headless.spec.internal import schema as allauth_schema
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

EXAMPLE_PERSON = "0193a5b2-7c3e-7d41-9f00-2f6f0f3f7a11"
METHODS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, Any]

ERROR: Schema = {
    "type": "object",
    "required": ["type", "errors"],
    "properties": {
        "type": {"type": "string", "enum": ["validation_error", "client_error", "server_error"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail", "attr"],
                "properties": {
                    "code": {"type": "string", "description": "Stable; made for programs."},
                    "detail": {"type": "string", "description": "Made for people, in their language."},
                    "attr": {"type": "string", "nullable": True, "description": "The field, parameter or header."},
                },
            },
        },
        "current": {
            "type": "object",
            "additionalProperties": {},
            "description": "With version_conflict: the resource as it stands now.",
        },
    },
}
# Status: what it means, and an example of type, code, detail, attr.
REFUSALS: dict[str, tuple[str, tuple[str, str, str, str | None]]] = {
    "400": ("A value is refused.", ("validation_error", "invalid", 'Enter an amount such as "12.50".', "amount")),
    "401": ("Not logged in.", ("client_error", "not_authenticated", "Log in first.", None)),
    "403": ("Seen, but not yours to change.", ("client_error", "permission_denied", "Not yours to change.", None)),
    "404": ("There is no such thing, or it is not yours.", ("client_error", "not_found", "Not found.", None)),
    "409": (
        "It has changed in the meantime, or is in use.",
        ("client_error", "version_conflict", "This has changed in the meantime.", "version"),
    ),
    "413": ("The body is too large.", ("client_error", "request_too_large", "At most 1000000 bytes.", None)),
    "415": ("Not JSON.", ("client_error", "unsupported_media_type", 'Unsupported media type "text/plain".', None)),
    "422": (
        "The Idempotency-Key was used for another request.",
        ("client_error", "idempotency_mismatch", "This key was used for another request.", "Idempotency-Key"),
    ),
    "429": (
        "Too many requests; Retry-After says for how many seconds.",
        ("client_error", "throttled", "Request was throttled.", None),
    ),
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Up to 200 visible ASCII characters. The same request with the same key gets the first answer again "
    "for 24 hours (with `Idempotent-Replayed: true`) and happens once.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag you have seen; or send `version` in the body."
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How to authenticate: a bearer token or key, or the session cookie of our own pages."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = ["bearer", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[Schema]:
        told = "An access token of the log-in API, or an API key (`tup_…`), which opens what its scopes name."
        bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT or API key", "description": told}
        return [bearer, {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}]

    def get_security_requirement(self, auto_schema: Any) -> list[Schema]:
        """Either will do; the names together would ask for both."""
        return [{"bearer": []}, {"session": []}]


class ClosedBody(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A body has the fields it names and no others; those of an answer may come back with it."""

    target_class = "config.kernel.api.views.BodySerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Schema:
        schema: Schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if not type(self.target).__doc__:
            # Else it is the one of the class above, which is for those who read the code.
            schema.pop("description", None)
        unread = {name: {"description": "Not read."} for name in self.target.also_sent}
        if self.target.sent_whole:
            schema["required"] = sorted(name for name, field in self.target.fields.items() if field.required)
        return {**schema, "properties": {**schema.get("properties", {}), **unread}, "additionalProperties": False}


class AutoSchema(SpectacularAutoSchema):
    """Adds the refusals, Idempotency-Key and If-Match an operation can answer or take."""

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular has it
        """Only what extend_schema says: docstrings here are for those who read the code."""
        return ""

    def _handler(self) -> Any:
        return getattr(self.view, self.method.lower(), None)

    def _happens_once(self) -> bool:
        return bool(getattr(self._handler(), "happens_once", False))

    def _is_versioned(self) -> bool:
        return self.method in {"PUT", "PATCH"} and "If-Match" not in getattr(self.view, "without_headers", ())

    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        if self._happens_once():
            parameters.append(IDEMPOTENCY_KEY)
        if self._is_versioned():
            parameters.append(IF_MATCH)
        return parameters

    def _get_parameters(self) -> list[Schema]:
        """A filter that is there and empty is a filter that is not there."""
        parameters: list[Schema] = super()._get_parameters()
        for each in parameters:
            if each["in"] == "query" and not each.get("required"):
                each["allowEmptyValue"] = True
        return parameters

    def _refusals(self) -> set[str]:
        statuses = set()
        if self.get_auth() != [{}]:
            statuses |= {"401", "429"}
        if self.method in {"POST", "PUT", "PATCH"}:
            statuses |= {"400", "413", "415"}
        if any(each.get("in") == "query" for each in self._get_parameters()):
            statuses.add("400")
        if "{" in self.path:
            statuses.add("404")
            if self.method != "GET":
                statuses.add("403")
        if self._is_versioned():
            statuses.add("409")
        if self._happens_once():
            statuses.add("422")
        return statuses

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies: Schema = super()._get_response_bodies(direction)
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name="Error", type=ResolvedComponent.SCHEMA, schema=ERROR, object="Error"
        )
        self.registry.register_on_missing(component)
        named = {status for status, body in bodies.items() if status in REFUSALS and "content" not in body}
        for status in sorted((self._refusals() - bodies.keys()) | named):
            bodies[status] = refusal(status, component.ref)
        return bodies


def refusal(status: str, reference: Schema) -> Schema:
    meaning, (kind, code, detail, attr) = REFUSALS[status]
    example = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": attr}]}
    found: Schema = {
        "description": meaning,
        "content": {"application/json": {"schema": reference, "example": example}},
    }
    if status == "429":
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return found


def merge_log_in_paths(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Add allauth's log-in API, so that one generated client has it all. Its components get the prefix Auth."""
    spec = log_in_spec()
    for path, item in spec["paths"].items():
        tail = re.sub(r"\W+", "_", path.split("/v1/")[-1]).strip("_")
        for method in METHODS:
            if method in item:
                item[method].setdefault("operationId", f"auth_{tail.removeprefix('auth_')}_{method}")
                item[method]["tags"] = ["auth"]
        result["paths"][path] = item
    components = result.setdefault("components", {})
    for kind, entries in spec["components"].items():
        components.setdefault(kind, {}).update({f"Auth{name}": entry for name, entry in entries.items()})
    return result


def log_in_spec() -> Schema:
    """allauth's own document, narrowed to what is switched on here and with its references renamed.

    Its public `get_schema` needs the document to be served besides ours, so its steps are taken one by one.
    """
    document = Path(allauth_spec.__file__).parent.parent / "doc" / "openapi.yaml"
    spec: Schema = yaml.safe_load(document.read_text(encoding="utf-8"))
    allauth_schema.specify_user(spec)
    # allauth makes up another id each time; the committed document must come out the same.
    spec["components"]["schemas"]["User"]["properties"]["id"]["example"] = EXAMPLE_PERSON
    spec["components"]["examples"]["User"]["value"]["id"] = EXAMPLE_PERSON
    allauth_schema.pin_client(spec)
    allauth_schema.drop_unused_client_parameter(spec)
    allauth_schema.drop_unused_paths(spec)
    allauth_schema.specify_signup_fields(spec)
    allauth_schema.specify_custom_signup_form(spec)
    for path in [each for each in spec["paths"] if "/phone" in each]:
        del spec["paths"][path]
    renamed: Schema = _with_prefix(copy.deepcopy(spec))
    return renamed


def _with_prefix(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: re.sub(r"^#/components/(\w+)/", r"#/components/\1/Auth", value)
            if key == "$ref" and isinstance(value, str)
            else _with_prefix(value)
            for key, value in node.items()
        }
    return [_with_prefix(each) for each in node] if isinstance(node, list) else node

"""Answers that hold nothing but the way to the next page, for whatever operation boto3 can page through."""

import json
import re
from typing import Any

import botocore.session

TOKEN = "the-next-page"
"""Asks for the second page; the emulator, which has but one, must not see it."""
_NAMES = {"access-analyzer": "accessanalyzer", "elasticfilesystem": "efs"}
"""Services by their names in signatures, where boto3 calls them otherwise."""
_IN_JSON = re.compile(rb'(,\s*)?"\w+":\s*"%s"(?(1)|(,\s*)?)' % TOKEN.encode())
_IN_QUERY = re.compile(rb"(?<=[?&])\w+=%s&?|&\w+=%s" % (TOKEN.encode(), TOKEN.encode()))


def first_page(service: str, operation: str) -> bytes | None:
    """An empty page with a token for the next; None where boto3 knows no pages. For JSON, query and EC2."""
    session = botocore.session.get_session()
    name = _NAMES.get(service, service)
    if operation not in session.get_service_model(name).operation_names:
        return None
    try:
        pages = session.get_paginator_model(name).get_paginator(operation)
    except ValueError:
        return None
    values: dict[str, Any] = {pages["output_token"]: TOKEN}
    keys = pages["result_key"]
    values |= {key: [] for key in ([keys] if isinstance(keys, str) else keys)}
    values |= {pages["more_results"]: True} if "more_results" in pages else {}
    model = session.get_service_model(name)
    if "json" in str(model.metadata["protocol"]):
        return json.dumps(values).encode()
    return _xml(model.operation_model(operation).output_shape, operation, values)


def _xml(shape: Any, operation: str, values: dict[str, Any]) -> bytes:
    inside = ""
    for name, value in values.items():
        tag = shape.members[name].serialization.get("name", name)
        text = "" if value == [] else str(value).lower() if value is True else value
        inside += f"<{tag}>{text}</{tag}>"
    wrapper = shape.serialization.get("resultWrapper")
    inside = f"<{wrapper}>{inside}</{wrapper}>" if wrapper else inside
    return f"<{operation}Response>{inside}</{operation}Response>".encode()


def asks_for_more(path: str, body: bytes) -> bool:
    """Whether a request is for the second page."""
    return TOKEN in path or TOKEN.encode() in body


def without_token(path: str, body: bytes) -> tuple[str, bytes]:
    """The request for all there is."""
    form = _IN_JSON if body.lstrip().startswith(b"{") else _IN_QUERY
    return _IN_QUERY.sub(b"", path.encode()).decode().rstrip("?&"), form.sub(b"", body)

"""Guards between the wire and boto3's parser.

boto3 reads any XML: an element it does not know is skipped and an empty body is an empty answer. Here
that would turn a proxy's page into "no grants" and a new kind of lifecycle filter into a rule for every
object.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ConnectionClosedError

from collectors.aws.troubles import MalformedAnswerError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse
    from botocore.httpsession import URLLib3Session
    from botocore.model import OperationModel, Shape

_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MAX_BODY = 32 * 1024 * 1024


class AnswerGuard:
    """Refuses answers with an unexpected root or with elements that boto3 does not know.

    `roots` maps API operations to the root elements they may have. Operations in `open_ended` may hold
    unknown elements, since only a few of theirs are read. Others are not looked at.
    """

    def __init__(self, roots: Mapping[str, frozenset[str]], open_ended: frozenset[str]) -> None:
        self._roots = roots
        self._open_ended = open_ended
        self._known: dict[str, frozenset[str]] = {}

    def __call__(
        self, *, response_dict: Mapping[str, Any], operation_model: "OperationModel", **_: object
    ) -> None:
        """Handle botocore's `before-parse` event; raises MalformedAnswerError."""
        name = operation_model.name
        if response_dict["status_code"] >= 300 or name not in self._roots:
            return
        body: bytes = response_dict["body"]
        if len(body) > _MAX_BODY or _FORBIDDEN.search(body):
            raise MalformedAnswerError("the answer is too large or declares entities")
        tags = [tag.decode("ascii", "replace") for tag in _TAG.findall(body)]
        if not tags or tags[0] not in self._roots[name]:
            found = tags[0] if tags else "no XML"
            raise MalformedAnswerError(f"the answer is not that of {name} ({found})")
        strange = set(tags[1:]) - self._known_elements(operation_model)
        if strange and name not in self._open_ended:
            raise MalformedAnswerError(f"unknown element {min(strange)} in the answer; update boto3")

    def _known_elements(self, operation: "OperationModel") -> frozenset[str]:
        known = self._known.get(operation.name)
        if known is None:
            shape = operation.output_shape
            known = frozenset(_elements(shape, frozenset())) if shape else frozenset()
            self._known[operation.name] = known
        return known


def _elements(shape: "Shape", above: frozenset[str]) -> set[str]:
    """Names of all XML elements below a shape of botocore's service model."""
    if shape.name in above:
        return set()
    above = above | {shape.name}
    names: set[str] = set()
    if shape.type_name == "structure":
        for name, member in getattr(shape, "members", {}).items():
            names |= {member.serialization.get("name", name)} | _elements(member, above)
    if shape.type_name == "list":
        member = getattr(shape, "member")  # noqa: B009 - the stubs know only the base class
        names |= {member.serialization.get("name", "member")} | _elements(member, above)
    return names


class WholeAnswers:
    """Sends like the HTTP session that it wraps, and takes an answer that was cut off for a lost connection.

    boto3 tells urllib3 not to compare lengths: half an answer would not be asked for again.
    """

    def __init__(self, session: "URLLib3Session") -> None:
        self._session = session

    def send(self, request: "AWSPreparedRequest") -> "AWSResponse":
        """Send and receive; raises ConnectionClosedError, which is retried, and what the session raises."""
        response = self._session.send(request)
        length = response.headers.get("Content-Length", "")
        if request.method != "HEAD" and length.isdecimal() and len(response.content) < int(length):
            raise ConnectionClosedError(endpoint_url=str(request.url))
        return response

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

"""OPA's own evaluator as a library: the reference that the engines are compared with.

Installed from oracle-requirements.txt, on Linux x86-64 only. Builtin errors are strict.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

from scanner.interfaces import Answer, Json, Program, Query
from tests.needs import need

try:
    from opa_bindings import OpaEngine as _Opa  # type: ignore[import-untyped,unused-ignore,import-not-found]
    from opa_bindings import OpaError, OpaUndefinedError
except ImportError:
    _Opa = None

HOW = (
    "pip install --no-deps --ignore-requires-python --require-hashes"
    " -r tests/conformance/oracle-requirements.txt"
)
LOCATED = re.compile(
    r"(?:.*occurred: ?)?(?P<file>\S.*?):(?P<row>\d+): (?P<code>(?:rego|eval)_\w+): (?P<message>.*)"
)


def need_oracle() -> None:
    """Skip where the oracle cannot be installed; in CI it has to be there."""
    need(present=_Opa is not None, what=f"OPA's evaluator: {HOW}")


class OracleError(Exception):
    """OPA rejects a policy or fails to evaluate; `errors` have the form of its REST API."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.errors = [_error(match) for match in map(LOCATED.match, text.splitlines()) if match]


class Undefined(Exception):  # noqa: N818  a value, not a failure
    """The rule has no value on this input."""


PICK = """package oracle_pick

value := found if {
	ref := input.ref
	found := rules[ref] with input as input.document
}

rules[""] := null

"""


class Oracle:
    """Some policies, compiled by OPA. For one thread. `refs` are the rules that `answers` is asked for."""

    def __init__(
        self, policies: Mapping[str, str], data: Mapping[str, Json] | None = None, refs: Iterable[str] = ()
    ) -> None:
        self._opa: Any = _Opa()
        try:
            for name, source in policies.items():
                self._opa.add_policy(name, source)
            # The library compiles everything for each new path it is asked for: one path for all rules.
            self._opa.add_policy("oracle_pick", PICK + "\n".join(map(_rule, dict.fromkeys(refs))))
            self._opa.add_data(dict(data or {}))
            self._opa.eval_query("true")
        except OpaError as error:
            self.close()
            raise OracleError(error.message) from error

    @classmethod
    def of(cls, program: Program, refs: Iterable[str]) -> Self:
        """The oracle for a program, its data included."""
        return cls({module.name: module.source for module in program.modules}, program.data, refs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory outside of Python."""
        self._opa.close()

    def value(self, ref: str, document: Json) -> Json:
        """The value of `data.<ref>`. Raises Undefined or OracleError."""
        try:
            return self._opa.eval_document(ref, document)
        except OpaUndefinedError as error:
            raise Undefined(ref) from error
        except OpaError as error:
            raise OracleError(error.message) from error

    def answers(self, query: Query) -> dict[str, Answer]:
        """What an engine has to answer."""
        return {ref: self._answer(ref, query.input) for ref in query.refs}

    def _answer(self, ref: str, document: Json) -> Answer:
        try:
            return Answer(self.value("oracle_pick.value", {"ref": ref, "document": document}))
        except Undefined:
            return Answer(defined=False)
        except OracleError as error:
            return Answer(defined=False, error=str(error))


def _rule(ref: str) -> str:
    return f"rules[{json.dumps(ref)}] := data.{ref}"


def _error(match: re.Match[str]) -> dict[str, Json]:
    place = {"file": match["file"], "row": int(match["row"]), "col": 1}
    return {"code": match["code"], "message": match["message"], "location": place}

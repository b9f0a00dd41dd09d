"""The process in which regorus runs: program in, then queries in and answers out, as framed JSON."""

import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO

import regorus

MEMORY_BYTES = 2 * 1024**3
"""A comprehension that explodes ends this worker, not the machine."""

_LENGTH = struct.Struct(">I")
_UNDEFINED = '"<undefined>"'


def main() -> None:
    """Serve one parent until it closes the pipe."""
    requests, replies = _own_pipes()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    program = _receive(requests)
    if program is None:
        return
    try:
        engine = _engine(program)
    except RuntimeError as error:
        _send(replies, json.dumps({"error": str(error)}))
        return
    _send(replies, json.dumps({"ready": True}))
    while (refs := _receive(requests)) is not None:
        _send(replies, f"[{','.join(_answers(engine, refs, _receive_text(requests)))}]")


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the protocol to ourselves: whatever else writes to stdout goes nowhere."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return sys.stdin.buffer, replies


def _engine(program: dict[str, Any]) -> Any:
    engine = regorus.Engine()
    engine.set_gather_prints(b=True)
    for name, source in program["modules"]:
        engine.add_policy(name, source)
    engine.add_data_json(json.dumps(program["data"]))
    return engine


def _answers(engine: Any, refs: list[str], document: str) -> list[str]:
    try:
        engine.set_input_json(document)
    except RuntimeError as error:
        return [json.dumps({"error": f"the resource is not usable as input: {error}"}) for _ in refs]
    del document  # the engine has its own copy
    return _together(engine, refs) or [_evaluate(engine, ref) for ref in refs]


def _together(engine: Any, refs: list[str]) -> list[str]:
    """The answers of one query, which works out once what rules of a package share; none when one fails."""
    if len(refs) == 1 or len({ref.rpartition(".")[0] for ref in refs}) > 1:
        return []
    # In arrays of their own, because an array with an undefined item is undefined itself.
    query = f"[{', '.join(f'[value | value := data.{ref}]' for ref in refs)}]"
    try:
        found = json.loads(engine.eval_query_as_json(query))
    except RuntimeError:
        return []
    values = found["result"][0]["expressions"][0]["value"]
    return [json.dumps({"value": value[0]} if value else {"undefined": True}) for value in values]


def _evaluate(engine: Any, ref: str) -> str:
    try:
        value = engine.eval_rule_as_json(f"data.{ref}")
    except RuntimeError as error:
        return json.dumps({"error": str(error)})
    return '{"undefined": true}' if value == _UNDEFINED else f'{{"value": {value}}}'


def _receive(pipe: BinaryIO) -> Any:
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    return json.loads(pipe.read(*_LENGTH.unpack(header)))


def _receive_text(pipe: BinaryIO) -> str:
    """A message as it is: the engine parses it itself."""
    return pipe.read(*_LENGTH.unpack(pipe.read(_LENGTH.size))).decode()


def _send(pipe: BinaryIO, text: str) -> None:
    payload = text.encode()
    pipe.write(_LENGTH.pack(len(payload)) + payload)
    pipe.flush()


if __name__ == "__main__":
    main()

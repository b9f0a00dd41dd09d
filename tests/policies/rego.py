"""Policies in the embedded engine, within the process of the test."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import regorus


class Rego:
    """An engine that nobody else gets hold of, so that it ends here and now when it is closed.

    It has to end in the thread that made it. Frames of tests, tracebacks and fixtures live on in cycles,
    which the garbage collector breaks up in whatever thread it happens to run in.
    """

    def __init__(self, engine: "regorus.Engine | None" = None) -> None:
        self._engine = regorus.Engine() if engine is None else engine

    @classmethod
    @contextmanager
    def of(cls, modules: Iterable[tuple[str, str]]) -> Iterator["Rego"]:
        """With these modules, each a name and a source, until the end of the context."""
        with cls()._closing() as rego:
            for name, source in modules:
                rego.add(name, source)
            yield rego

    @contextmanager
    def copy(self) -> Iterator["Rego"]:
        """The same once more, to add to, until the end of the context."""
        with Rego(self._engine.clone())._closing() as rego:
            yield rego

    @contextmanager
    def _closing(self) -> Iterator["Rego"]:
        try:
            yield self
        finally:
            del self._engine

    def add(self, name: str, source: str) -> None:
        """Load one module more. Raises RuntimeError when it does not compile."""
        self._engine.add_policy(name, source)

    def input(self, text: str) -> None:
        """What `input` is from now on, as JSON."""
        self._engine.set_input_json(text)

    def ask(self, rule: str) -> str:
        """The value of a rule below `data.` as JSON. Raises RuntimeError when it has none for an error."""
        return str(self._engine.eval_rule_as_json(f"data.{rule}"))

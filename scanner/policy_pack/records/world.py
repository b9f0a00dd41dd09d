"""What rules about records can refer to: record types, other resource types, and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Property = Mapping[str, Any]

UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
"""Units of parameters that are a length of time."""


class Problem(ValueError):  # noqa: N818 (it is shown as one line, with the place of the entry)
    """An entry of `verify` that cannot be rendered: what is wrong, and what there is."""


ROW_KEYS = ("id", "name", "target")
"""What resources of other types have besides their facts."""


@dataclass(frozen=True, slots=True)
class World:
    """`schemas` by resource type (`x-row` of a record type describes one row), `parameters` whole entries."""

    schemas: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Mapping[str, Any]]

    def columns(self, type_: str) -> Mapping[str, Property]:
        """The columns of a record type, or the facts of another type."""
        if type_ not in self.schemas:
            raise Problem(f"there is no record or resource type '{type_}'; see policies/schemas/")
        schema = self.schemas[type_]
        found: Mapping[str, Property] = schema.get("x-row", schema)["properties"]
        return found

    def column(self, type_: str, name: str) -> Property:
        """One column. Raises Problem when there is none of that name."""
        columns = self.columns(type_)
        if name in ROW_KEYS and not self.is_record(type_):
            return {"type": "string"}
        if name not in columns:
            raise Problem(f"{type_} has no '{name}'; there are {', '.join(sorted(columns))}")
        return columns[name]

    def is_record(self, type_: str) -> bool:
        """Whether its resources are tables of rows."""
        return "x-row" in self.schemas.get(type_, {})

    def date_of(self, type_: str) -> str | None:
        """The column that places a row in a period."""
        name: str | None = self.schemas[type_]["x-row"].get("x-date")
        return name

    def parameter(self, name: str) -> Mapping[str, Any]:
        """The entry of a parameter. Raises Problem."""
        if name not in self.parameters:
            raise Problem(f"there is no parameter '{name}' in parameters.yaml")
        return self.parameters[name]

    def unit(self, name: str) -> str:
        """The unit of a parameter that is a length of time."""
        unit: str = self.parameter(name)["unit"]
        if unit not in UNITS:
            raise Problem(
                f"the parameter '{name}' is no length of time: its unit is none of {', '.join(UNITS)}"
            )
        return unit


def kind_of(column: Property) -> str:
    """How values of a column compare: time, number, list, boolean, or text."""
    if column.get("x-column") == "drop":
        return "dropped"
    types = column.get("type", ())
    names = {types} if isinstance(types, str) else set(types)
    if column.get("format") in ("date", "date-time"):
        return "time"
    for name, kind in (
        ("array", "list"),
        ("number", "number"),
        ("integer", "number"),
        ("boolean", "boolean"),
    ):
        if name in names:
            return kind
    return "text"

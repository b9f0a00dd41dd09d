"""Functions, parameters and conditions of a template, evaluated as far as the template tells.

Source: "Intrinsic functions", "Condition functions" and "Pseudo parameters" in the CloudFormation reference.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.cloudformation.template import Template
from collectors.planned.values import Named, Unknown, holds_unknown, parts

Json = Any
NAMES = {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
NO_VALUE = object()
MAX_DEPTH = 60
MAX_TEXT = 1024 * 1024
_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
Attribute = Callable[[str, str], Json]
"""The value of an attribute of a resource, by logical id; unknown when the template does not tell."""


@dataclass(slots=True)
class Evaluator:
    """Evaluates the values of one template; `account` and `region` are of where it is for."""

    template: Template
    attribute: Attribute
    account: str
    region: str
    _conditions: dict[str, Json] = field(default_factory=dict)

    def value(self, given: Json, depth: int = 0) -> Json:
        """A value with everything resolved that can be; members that are `AWS::NoValue` are left out."""
        if depth > MAX_DEPTH:
            return Unknown()
        if isinstance(given, list):
            items = [self.value(item, depth + 1) for item in given]
            return [item for item in items if item is not NO_VALUE]
        if not isinstance(given, Mapping):
            return given
        if len(given) == 1:
            ((name, argument),) = given.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._call(name, argument, depth + 1)
        found = {key: self.value(value, depth + 1) for key, value in given.items()}
        return {key: value for key, value in found.items() if value is not NO_VALUE}

    def exists(self, resource: Mapping[str, Json]) -> bool:
        """Whether a resource is made; one whose condition is not known counts as made."""
        name = resource.get("Condition")
        return self.condition({"Condition": name}, 0) is not False if isinstance(name, str) else True

    def condition(self, given: Json, depth: int) -> Json:
        """True, false or unknown."""
        if depth > MAX_DEPTH or not isinstance(given, Mapping) or len(given) != 1:
            return Unknown()
        ((name, argument),) = given.items()
        if name == "Condition":
            return self._named(str(argument), depth)
        if name == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:
            first, second = (self.value(item, depth + 1) for item in argument)
            if holds_unknown([first, second]):
                return Unknown()
            return str(first) == str(second)
        if name == "Fn::Not" and isinstance(argument, list) and len(argument) == 1:
            found = self.condition(argument[0], depth + 1)
            return found if isinstance(found, Unknown) else not found
        if name in ("Fn::And", "Fn::Or") and isinstance(argument, list):
            return self._both(name, [self.condition(item, depth + 1) for item in argument])
        return Unknown()

    def _both(self, name: str, sides: list[Json]) -> Json:
        decides = name == "Fn::Or"
        if any(side is decides for side in sides):
            return decides
        return Unknown() if any(isinstance(side, Unknown) for side in sides) else not decides

    def _named(self, name: str, depth: int) -> Json:
        if name not in self._conditions:
            self._conditions[name] = Unknown()
            given = self.template.section("Conditions").get(name)
            self._conditions[name] = self.condition(given, depth + 1)
        return self._conditions[name]

    # --- functions ----------------------------------------------------------------------------------------

    def _call(self, name: str, argument: Json, depth: int) -> Json:
        if name == "Ref":
            return self._ref(str(argument))
        if name == "Fn::GetAtt":
            return self._get_att(argument)
        if name == "Fn::If":
            return self._if(argument, depth)
        if name == "Fn::Sub":
            return self._sub(argument, depth)
        if name == "Fn::Transform":
            return _transformed(argument)
        given = self.value(argument, depth)
        function = _FUNCTIONS.get(name)
        try:
            return function(self, given) if function else _unknown(given)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):
            return _unknown(given)

    def _ref(self, name: str) -> Json:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name == "AWS::AccountId":
            return self.account
        if name == "AWS::Region":
            return self.region
        if name in NAMES:
            return NAMES[name]
        if name in self.template.section("Parameters"):
            return self._parameter(self.template.section("Parameters")[name])
        if name in self.template.section("Resources"):
            return self.attribute(name, "Ref")
        return Unknown()

    def _parameter(self, given: Json) -> Json:
        """Its default; what is looked up elsewhere at deployment is unknown."""
        if not isinstance(given, Mapping) or "Default" not in given:
            return Unknown()
        kind = str(given.get("Type", "String"))
        if kind.startswith("AWS::SSM") or given.get("NoEcho") in (True, "true"):
            return Unknown()
        default = given["Default"]
        if kind in ("CommaDelimitedList",) or kind.startswith("List<"):
            return [item.strip() for item in str(default).split(",")]
        return default

    def _get_att(self, argument: Json) -> Json:
        words = argument.split(".", 1) if isinstance(argument, str) else argument
        if not isinstance(words, list) or len(words) != 2 or not all(isinstance(word, str) for word in words):
            return Unknown()
        return self.attribute(words[0], words[1])

    def _if(self, argument: Json, depth: int) -> Json:
        if not isinstance(argument, list) or len(argument) != 3:
            return Unknown()
        chosen = self.condition({"Condition": argument[0]}, depth)
        if isinstance(chosen, Unknown):
            first, second = (self.value(item, depth) for item in argument[1:])
            return first if first == second and not holds_unknown(first) else Unknown()
        return self.value(argument[1 if chosen else 2], depth)

    def _sub(self, argument: Json, depth: int) -> Json:
        text, own = (argument, {}) if isinstance(argument, str) else (None, {})
        if isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], Mapping):
            text, own = argument[0], self.value(argument[1], depth)
        if not isinstance(text, str) or not isinstance(own, Mapping):
            return _unknown(own)
        unknown: list[Json] = []

        def one(match: "re.Match[str]") -> str:
            if match[1]:
                return f"${{{match[2]}}}"
            name = match[2].strip()
            value = own[name] if name in own else self._variable(name)
            if not isinstance(value, str | int) or value is NO_VALUE:
                unknown.append(value if isinstance(value, Unknown) else Unknown())
                return ""
            return str(value)

        made = _VARIABLE.sub(one, text)
        return _unknown(unknown) if unknown or len(made) > MAX_TEXT else made

    def _variable(self, name: str) -> Json:
        return self._get_att(name) if "." in name else self._ref(name)

    def join(self, given: Json) -> Json:
        """Fn::Join."""
        separator, items = given
        if holds_unknown(items):
            return _unknown(items)
        made = separator.join(str(item) for item in items)
        return made if len(made) <= MAX_TEXT else Unknown()

    def find_in_map(self, given: Json) -> Json:
        """Fn::FindInMap."""
        if holds_unknown(given):
            return _unknown(given)
        return self.template.section("Mappings")[given[0]][given[1]][given[2]]


def _unknown(*values: Json) -> Unknown:
    refs = [ref for part in parts(list(values)) if isinstance(part, Unknown | Named) for ref in part.refs]
    return Unknown(tuple(dict.fromkeys(refs)))


def _transformed(argument: Json) -> Unknown:
    given = argument if isinstance(argument, Mapping) else {}
    return Unknown(why=f"generated by the transform {given.get('Name')} ({given.get('Of', 'a macro')})")


def _select(_: Evaluator, given: Json) -> Json:
    index, items = given
    return _unknown(items) if isinstance(items, Unknown) or isinstance(index, Unknown) else items[int(index)]


def _split(_: Evaluator, given: Json) -> Json:
    separator, text = given
    return _unknown(text) if isinstance(text, Unknown) else text.split(separator)


def _to_json(_: Evaluator, given: Json) -> Json:
    return _unknown(given) if holds_unknown(given) else json.dumps(given)


_FUNCTIONS: Mapping[str, Callable[[Evaluator, Json], Json]] = {
    "Fn::Join": Evaluator.join,
    "Fn::FindInMap": Evaluator.find_in_map,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::ToJsonString": _to_json,
}
"""Functions beside those that look at their arguments before they are evaluated."""

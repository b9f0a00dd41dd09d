"""Fixed texts of reports in the language of the reader; zh.yaml has the Chinese ones."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

import yaml
from markupsafe import Markup, escape

from reports.text import counted, visible
from scanner.model import Check, Reason, chinese

Translate = Callable[[str], str]


@cache
def _chinese() -> Mapping[str, str]:
    text = resources.files(__name__.rpartition(".")[0]).joinpath("zh.yaml").read_text("utf-8")
    words = {**chinese.STATUS, **chinese.SEVERITY, **chinese.FREQUENCY}
    return {**yaml.safe_load(text), **{word.replace("_", " "): zh for word, zh in words.items()}}


def translator(language: str) -> Translate:
    """Texts in a language; what has no translation stays English."""
    if language == "zh":
        found = _chinese()
        return lambda text: found.get(text, text)
    return lambda text: text


def chosen(language: str, english: str, chinese_: str) -> str:
    """One of two texts; the English one while there is no other."""
    return chinese_ if language == "zh" and chinese_ else english


class Phrases:
    """Sentences of a page, with values in their places; values are escaped, and made visible."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translate = translator(language)

    def __call__(self, text: str, **values: object) -> Markup:
        """A sentence of ours in the language of the page, its `{places}` filled in."""
        said = escape(self._translate(text))
        return said.format(**{name: _shown(value) for name, value in values.items()}) if values else said

    def number(self, number: int, noun: str, plural: str | None = None) -> str:
        """`1 check`, `1,220 checks`, `1,220 项检查`."""
        if self.language == "zh":
            return f"{number:,} {self._translate(noun)}"
        return counted(number, noun, plural)

    def title(self, check: Check) -> str:
        """What a check is about."""
        return chosen(self.language, check.title, str(check.zh.get("title", "")))

    def description(self, check: Check) -> str:
        """Why it matters. A check with a title in Chinese has no English one beside it."""
        english = "" if check.zh.get("title") else check.description
        zh = str(check.zh.get("description", ""))
        return (zh or english) if self.language == "zh" else check.description

    def reason(self, reason: Reason) -> str:
        """Why something is unknown."""
        return chosen(self.language, reason.text, reason.zh)


ENGLISH = Phrases("en")


def _shown(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return visible(str(value))

"""The report for people: `report.html`, one file that needs nothing else and asks nobody."""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from reports.html import page
from reports.html.markup import fragment, pairs, prose
from reports.text import counted, visible
from scanner.model import Report


class HtmlReport:
    """One page with style and script inlined; its content security policy allows nothing else.

    Everything can be read with scripts off and on paper; the script only filters, copies and opens.
    """

    filename = "report.html"

    def render(self, report: Report) -> str:
        """The whole page."""
        style, script = _asset("report.css"), _asset("report.js")
        return (
            _environment()
            .get_template("report.html.j2")
            .render(
                page=page.build(report),
                report=report,
                style=Markup(style),  # noqa: S704 - a file of this package
                script=Markup(script),  # noqa: S704 - a file of this package
                style_hash=_csp_hash(style),
                script_hash=_csp_hash(script),
            )
        )


def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    """Each printed expression passes `_printed`, so no template line can forget to make text safe."""
    environment = Environment(
        autoescape=True,
        finalize=_printed,
        loader=FunctionLoader(_asset),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(counted=counted, fragment=fragment, pairs=pairs, prose=prose, when=page.when)
    return environment


def _printed(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return visible(value) if isinstance(value, str) else value

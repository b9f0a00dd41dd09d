"""The report for people: `report.html`, one file that needs nothing else and asks nobody."""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from reports import graph
from reports.access import called, through
from reports.html import page
from reports.html.markup import bold, code, fragment, pairs, prose
from reports.text import visible
from scanner.model import Report


class HtmlReport:
    """One page with style and script inlined; its content security policy allows nothing else.

    Everything can be read with scripts off and on paper; the script only filters, copies and opens.
    """

    filename = "report.html"

    def render(self, report: Report) -> str:
        """The whole page."""
        style, script = _asset("report.css") + graph.style(), _asset("report.js")
        return (
            environment()
            .get_template("report.html.j2")
            .render(
                page=page.build(report),
                report=report,
                style=Markup(style),  # noqa: S704 - a file of this package
                script=Markup(script),  # noqa: S704 - a file of this package
                style_hash=csp_hash(style),
                script_hash=csp_hash(script),
            )
        )


def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def csp_hash(text: str) -> str:
    """What a content security policy calls a text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment() -> Environment:
    """Each printed expression passes `_printed`, so no template line can forget to make text safe."""
    made = Environment(
        autoescape=True,
        finalize=_printed,
        loader=FunctionLoader(_asset),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(bold=bold, code=code, fragment=fragment, pairs=pairs, prose=prose, when=page.when)
    made.filters.update(drawing=graph.drawing, headline=graph.headline, legend=graph.legend)
    made.filters.update(called=called, through=through)
    return made


def _printed(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return visible(value) if isinstance(value, str) else value

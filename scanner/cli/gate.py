"""`selfaudit gate`: judge a change of infrastructure before it is applied."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import options as shared
from scanner.cli.policy import load_named
from scanner.cli.run import CONSOLE, Source, finish, formats_of, prepare, run
from scanner.cli.stop import Interrupt, stop_on_interrupt
from scanner.interfaces import ConfigurationError
from scanner.model import Severity

if TYPE_CHECKING:
    from scanner.excerpts import Excerpts
    from scanner.gate import Input, Recognised, Recognition
    from scanner.gate_rules import Named, Rules
    from scanner.inline_waivers import InlineWaivers
    from scanner.interfaces import PolicyEngine
    from scanner.model import Report
    from scanner.policy_pack import Pack
    from scanner.revision import Revision
    from scanner.selection import Options

STDIN = "-"
_MAX_STDIN = 256 * 1024 * 1024


def gate(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Plans, templates, configuration files, or folders; - is standard input."),
    ],
    type_: Annotated[
        str | None, typer.Option("--type", metavar="KIND", help="What the files are, when it is not plain.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="What cannot be known before apply makes the gate incomplete.")
    ] = False,
    only_new: Annotated[
        bool, typer.Option("--only-new", help="Count only what this change makes worse.")
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REF", help="Git revision whose audit.yaml, policies, waivers and baseline count."
        ),
    ] = None,
    allow_inline_waivers: Annotated[
        bool,
        typer.Option("--allow-inline-waivers", help="Accept waivers in comments, below severity high."),
    ] = False,
    waivers: shared.WaiversOption = None,
    baseline: shared.BaselineOption = None,
    config: Annotated[
        Path | None, typer.Option(help="The audit.yaml with policies, waivers and baseline, if any.")
    ] = None,
    policies: shared.PoliciesOption = None,
    fail_on: shared.FailOnOption = Severity.HIGH,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="console, sarif, junit, github, gitlab, markdown, csv, json, html (repeatable). "
            "Default: console.",
        ),
    ] = None,
    output: shared.OutputOption = Path("selfaudit-out"),
    engine: shared.EngineOption = shared.Engine.REGORUS,
    opa_url: shared.OpaUrlOption = None,
    opa_ca: shared.OpaCaOption = None,
    opa_cert: shared.OpaCertOption = None,
    opa_key: shared.OpaKeyOption = None,
) -> None:
    """Judge planned infrastructure by the policies that audit the live one.

    Exit codes: 0 nothing at or above --fail-on, 1 failures, 2 usage or configuration error, 3 incomplete.
    What is known only after apply, or stands in no file, is listed and leads to 3 only with --strict.
    """
    from scanner.excerpts import Excerpts
    from scanner.gate import Recognition
    from scanner.gate_rules import Named

    with stop_on_interrupt() as interrupt, tempfile.TemporaryDirectory(prefix="selfaudit-") as folder:
        formats = formats_of(format_ or (CONSOLE,))
        scratch = Path(folder)
        judge = _Judge.of(base, Named(config, tuple(policies or ()), waivers, baseline), scratch)
        pack = load_named(judge.rules.policies)
        policy_engine = shared.engine_of(engine, opa_url, opa_ca, opa_cert, opa_key)
        recognition = Recognition(judge.rules.plugins, type_)
        inputs = list(_inputs(paths, scratch))
        found = recognition.targets(inputs)
        prepare(output, formats)
        excerpts = Excerpts()
        inline = judge.inline(excerpts) if allow_inline_waivers else None
        bench = _Bench(pack, policy_engine, interrupt, recognition, judge.rules)
        options = bench.options(judge, found, fail_on, inline, strict=strict)
        collecting = interrupt.halt
        if only_new:
            options = bench.with_prior(options, judge, found, inputs)
        report = bench.run(found, options)
        report = replace(report, warnings=(*judge.rules.notes, *_left_out(found), *report.warnings))
        finish(report, formats, output, stopped=collecting.is_set(), excerpts=excerpts)


def _inputs(paths: Sequence[Path], scratch: Path) -> "Iterator[Input]":
    from scanner.gate import Input

    for path in dict.fromkeys(paths):
        if str(path) == STDIN:
            yield Input("stdin", _stdin(scratch))
        else:
            yield Input(str(path), path)


def _stdin(scratch: Path) -> Path:
    raw = sys.stdin.buffer.read(_MAX_STDIN + 1)
    if len(raw) > _MAX_STDIN:
        raise ConfigurationError(f"stdin: larger than {_MAX_STDIN // 2**20} MiB")
    path = scratch / "stdin"
    path.mkdir()
    (path / "input").write_bytes(raw)
    return path / "input"


def _left_out(found: "Recognised") -> list[str]:
    number = found.left_out
    return (
        [f"{number} files below the given folders are of no known kind and were not looked at"]
        if number
        else []
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """By whose rules: those of the revision, if one is given."""

    rules: "Rules"
    revision: "Revision | None"
    scratch: Path

    @classmethod
    def of(cls, base: str | None, named: "Named", scratch: Path) -> "_Judge":
        from scanner.gate_rules import rules_here, rules_of
        from scanner.revision import Revision

        if base is None:
            return cls(rules_here(named), None, scratch)
        revision = Revision.open(base, Path(), os.environ)
        return cls(rules_of(revision, named, scratch / "rules"), revision, scratch)

    def inline(self, excerpts: "Excerpts") -> "InlineWaivers":
        from scanner.inline_waivers import InlineWaivers

        return InlineWaivers(excerpts.lines, self._lines if self.revision else None)

    def _lines(self, path: str) -> Sequence[str]:
        """The lines of a file as the revision has it."""
        from scanner.excerpts import read_lines

        found = self.before(Path(path))
        return read_lines(found) if found else ()

    def before(self, path: Path) -> Path | None:
        """A file or folder of the change as it is in the revision; None when it is new."""
        if self.revision is None:
            return None
        place = self.revision.place(path)
        return self.revision.extract(place, self.scratch / "before", files_only=True) if place else None


@dataclass(frozen=True, slots=True)
class _Bench:
    """Evaluates what is given, as often as needed."""

    pack: "Pack"
    engine: "PolicyEngine"
    interrupt: Interrupt
    recognition: "Recognition"
    rules: "Rules"

    def run(self, found: "Recognised", options: "Options") -> "Report":
        from scanner.gate import with_stores
        from scanner.inventory import Inventory

        stores = self.rules.stores
        inventory = Inventory(
            targets=with_stores(found, stores),
            collectors=found.collectors,
            datasets=tuple(dict.fromkeys(store.dataset for store in stores)),
            parameters=self.rules.parameters,
        )
        return run(Source(inventory), self.pack, self.engine, options, self.interrupt)

    def options(
        self,
        judge: _Judge,
        found: "Recognised",
        fail_on: Severity,
        inline: "InlineWaivers | None",
        *,
        strict: bool,
    ) -> "Options":
        from scanner.decisions import Decisions
        from scanner.gate import TOLERATED, without_other_sources
        from scanner.selection import Options

        baseline = judge.rules.baseline
        return Options(
            fail_on=fail_on,
            decisions=Decisions(
                waivers=judge.rules.waivers,
                baseline=without_other_sources(baseline, found) if baseline else None,
                inline=inline,
            ),
            tolerated=frozenset() if strict else TOLERATED,
            sources_only=True,
        )

    def with_prior(
        self, options: "Options", judge: _Judge, found: "Recognised", inputs: "Sequence[Input]"
    ) -> "Options":
        """With what was there before the change; as a plan tells, else as the files are in the revision."""
        from scanner.gate import prior
        from scanner.selection import Options

        before = self._before(judge, found, inputs)
        if not before.targets:
            return options
        report = self.run(before, Options(options.fail_on, sources_only=True))
        return replace(options, decisions=replace(options.decisions, prior=prior(report)))

    def _before(self, judge: _Judge, found: "Recognised", inputs: "Sequence[Input]") -> "Recognised":
        from scanner.gate import Input, on_side

        plans = [target for target in found.targets if self.recognition.has_sides(target)]
        told = {target.id for target in plans}
        rest = [item for item in inputs if item.shown not in told]
        if rest and judge.revision is None:
            raise ConfigurationError(
                f"--only-new: {rest[0].shown} does not say what was before; add --base REF"
            )
        old = [Input(item.shown, judge.before(item.path) or judge.scratch / "none") for item in rest]
        files = self.recognition.targets(old, absent_is_empty=True)
        sides = on_side(replace(found, targets=tuple(plans)), "before")
        return replace(found, targets=(*sides.targets, *files.targets))

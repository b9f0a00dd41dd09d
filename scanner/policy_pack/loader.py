"""Load policy packs: relate their files, derive what each check reads, refuse what cannot be trusted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scanner import interfaces
from scanner.interfaces import ConfigurationError
from scanner.model import ROW_KEY, Check, Control, Document, EntryPoint, Need, PackInfo, Reads, Severity
from scanner.policy_pack import catalogue, lint
from scanner.policy_pack.files import PackFiles, read_pack
from scanner.policy_pack.metadata import Metadata, read_metadata
from scanner.policy_pack.pack import Pack
from scanner.policy_pack.records import Problem, Rendered, World, rendered
from scanner.policy_pack.syntax import Module, Rule
from scanner.policy_pack.syntax import Path as RegoPath
from scanner.policy_pack.uses import plain, trace


def load_packs(folders: Sequence[tuple[str, Path]]) -> Pack:
    """Load packs, given as (name, folder), the default one first.

    Raises ConfigurationError with every problem found, each with file and line: syntax, METADATA, lint,
    paths that no schema knows, missing tests, a package or id defined twice, and a pack without checks.
    """
    packs = [read_pack(name, folder) for name, folder in folders]
    problems = [problem for pack in packs for problem in pack.problems]
    problems += [
        f"{pack.folder}: no checks in this policy pack; is it the right folder?"
        for pack in packs
        if not pack.checks and not pack.entries and not pack.problems
    ]
    if problems:
        raise ConfigurationError(*problems)
    return _Linker(packs).link()


class _Linker:
    """Relates the files of all packs to each other, collecting problems on the way."""

    def __init__(self, packs: Sequence[PackFiles]) -> None:
        self.packs = packs
        self.problems: list[str] = []
        self.schemas: dict[str, dict[str, Any]] = {}
        self.parameters: dict[str, Any] = {}
        self.controls: dict[str, Control] = {}
        self.documents: dict[str, Document] = {}
        self.roles: dict[str, dict[str, str]] = {}
        self.modules: dict[RegoPath, Module] = {}

    def link(self) -> Pack:
        for pack in self.packs:
            self._merge(self.schemas, pack.schemas, pack.name, "resource type")
            self._merge(self.parameters, pack.parameters, pack.name, "parameter")
            self._merge(self.controls, pack.controls, pack.name, "control")
            self._merge(self.documents, pack.documents, pack.name, "document")
            self._merge(self.roles, pack.roles, pack.name, "role")
            self._add_modules(pack.libraries)
        for pack in self.packs:
            self._check_libraries(pack)
        self._relate_controls()
        checks, infos = self._checks()
        generated = self._generated()
        if self.problems:
            raise ConfigurationError(*dict.fromkeys(self.problems))
        return self._pack(checks, generated, infos)

    def _merge(self, into: dict[str, Any], more: Mapping[str, Any], pack: str, what: str) -> None:
        for key, value in more.items():
            if key in into:
                self.problems.append(f"{pack}: the {what} '{key}' is already defined; choose another name")
            into[key] = value

    def _relate_controls(self) -> None:
        for id_, control in self.controls.items():
            self.problems += catalogue.problems(control, self.documents, self.roles, self.parameters)
            self.controls[id_] = catalogue.owned(control, self.roles)

    def _add_modules(self, modules: Iterable[Module]) -> None:
        for module in modules:
            other = self.modules.get(module.package)
            if other:
                text = f"package '{'.'.join(module.package)}' is already defined in {other.name}"
                self.problems.append(f"{module.name}:1: {text}; a package has one file in one pack")
            self.modules[module.package] = module

    def _check_libraries(self, pack: PackFiles) -> None:
        for module in pack.libraries:
            self.problems.extend(
                lint.library_problems(trace(self.modules, module, module.rules), self.modules)
            )
            test = pack.tests.get(module.name)
            self.problems.extend(lint.misplaced_tests(module, test, ("",)))

    # --- checks -----------------------------------------------------------------------------------

    def _checks(self) -> tuple[dict[str, Check], list[PackInfo]]:
        found: dict[str, Check] = {}
        infos = []
        for pack in self.packs:
            mine = dict(self._pack_checks(pack))
            self._resolve(found, mine, pack)
            found.update(mine)
            infos.append(PackInfo(pack.name, pack.digest, len(mine), pack.overrides))
        return found, infos

    def _pack_checks(self, pack: PackFiles) -> Iterator[tuple[str, Check]]:
        by_id: dict[str, str] = {}
        for module in pack.checks:
            try:
                check = self._check(module, pack)
            except ConfigurationError as error:
                self.problems.extend(error.problems)
                continue
            if check.id in by_id:
                text = f"the id '{check.id}' is already used by {by_id[check.id]}; ids are unique"
                self.problems.append(f"{module.name}:1: {text}")
            by_id[check.id] = module.name
            yield check.id, check

    def _resolve(self, found: dict[str, Check], mine: dict[str, Check], pack: PackFiles) -> None:
        """A second definition is refused unless the pack says that it replaces the first."""
        for id_ in pack.overrides:
            if id_ not in found or id_ not in mine:
                text = f"'{id_}' is declared under 'overrides' but not defined in both packs"
                self.problems.append(f"{pack.name}/pack.yaml:1: {text}")
        packages = {check.package: check for check in found.values()}
        for check in list(mine.values()):
            first = found.get(check.id) or packages.get(check.package)
            if first is None:
                continue
            if check.id not in pack.overrides or first.id != check.id:
                text = f"the check '{first.id}' is already defined in {first.file}"
                fix = f"declare '{first.id}' under 'overrides:' in {pack.name}/pack.yaml to replace it"
                self.problems.append(f"{check.file}:1: {text}; {fix}")
            mine[check.id] = replace(check, overrides=first.file)

    def _generated(self) -> list[Rendered]:
        """The rules of controls about records."""
        world = World(self.schemas, self.parameters)
        found: list[Rendered] = []
        for pack in self.packs:
            for control, entry in pack.entries:
                try:
                    found.append(rendered(self.controls[control], entry.name, entry.data, world, entry.file))
                except Problem as problem:
                    self.problems.append(f"{entry.place}: {control}: {problem}")
        return found

    def _check(self, module: Module, pack: PackFiles) -> Check:
        metadata = read_metadata(module.name, module.source)
        custom = metadata.custom
        problems = list(self._reference_problems(metadata))
        if custom["resource"] not in self.schemas:
            raise ConfigurationError(*problems)
        self.problems.extend(problems)
        visible = {**self.modules, module.package: module}
        needs = {type_: self._keyed(type_, need) for type_, need in metadata.needs.items()}
        around = lint.Surroundings(
            visible, self.schemas, frozenset(self.parameters), custom["resource"], needs
        )
        seen = trace(visible, module, lint.entry_rules(module))
        self.problems.extend(lint.check_problems(module, seen, around))
        kinds = ("pass", "fail", *(n for n in ("not_applicable", "unknown") if n in module.by_name))
        self.problems.extend(lint.misplaced_tests(module, pack.tests.get(module.name), kinds))
        return self._build(module, metadata, needs, visible)

    def _keyed(self, type_: str, need: Need) -> Need:
        """Rows of a table are told apart by their key."""
        table = ROW_KEY in self.schemas.get(type_, {}).get("properties", {})
        return replace(need, facts=need.facts | {ROW_KEY}) if table else need

    def _reference_problems(self, metadata: Metadata) -> Iterator[str]:
        custom, source = metadata.custom, metadata.source
        if custom["resource"] not in self.schemas:
            known = ", ".join(sorted(self.schemas))
            text = f"no schema knows the resource type; there are {known}"
            yield source.problem(("custom", "resource"), text)
        for index, control in enumerate(custom.get("controls", ())):
            if control not in self.controls:
                place = ("custom", "controls", index)
                yield source.problem(place, f"no control '{control}' in controls/*.yaml")
        for type_, text in lint.needs_problems(metadata.needs, self.schemas):
            yield source.problem(("custom", "needs", type_), text)

    def _build(
        self,
        module: Module,
        metadata: Metadata,
        needs: Mapping[str, Need],
        visible: Mapping[RegoPath, Module],
    ) -> Check:
        data, custom = metadata.source.data, metadata.custom
        points = {
            name: EntryPoint(".".join((*module.package, name)), _reads(visible, module, rules))
            for name, rules in module.by_name.items()
            if name in lint.ENTRY_POINTS
        }
        reads = Reads()
        for point in points.values():
            reads |= point.reads
        return Check(
            id=custom["id"],
            package=".".join(module.package),
            file=module.name,
            resource=custom["resource"],
            severity=Severity(custom["severity"]),
            controls=tuple(custom.get("controls", ())),
            title=data["title"],
            description=data["description"].strip(),
            remediation=custom["remediation"].strip(),
            references=tuple(item["ref"] for item in data["related_resources"]),
            reads=reads,
            deny=points.get("deny", EntryPoint("", Reads())),
            deny_parts=_deny_parts(visible, module),
            not_applicable=points.get("not_applicable"),
            unknown=points.get("unknown"),
            needs=needs,
            zh=custom.get("zh", {}),
        )

    # --- the result -------------------------------------------------------------------------------

    def _pack(
        self, checks: Mapping[str, Check], generated: Sequence[Rendered], infos: Sequence[PackInfo]
    ) -> Pack:
        files = {module.name: module for pack in self.packs for module in pack.checks}
        tests = {name: module for pack in self.packs for name, module in pack.tests.items()}
        libraries = list(self.modules.values())
        kept = [files[check.file] for check in checks.values()]
        modules = [_module(module, library=True) for module in libraries]
        modules += [_module(module) for module in kept]
        for check in checks.values():
            modules += _part_modules(files[check.file], check)
        modules += [one.module for one in generated]
        return Pack(
            checks=dict(sorted({**checks, **{one.check.id: one.check for one in generated}}.items())),
            modules=tuple(modules),
            tests=tuple(_module(tests[module.name]) for module in (*libraries, *kept)),
            schemas=self.schemas,
            parameters={name: entry["value"] for name, entry in self.parameters.items()},
            parameter_entries=self.parameters,
            controls=self.controls,
            packs=tuple(infos),
            documents=self.documents,
        )


def _module(module: Module, *, library: bool = False) -> interfaces.Module:
    return interfaces.Module(module.name, ".".join(module.package), module.source, library)


def _reads(modules: Mapping[RegoPath, Module], module: Module, rules: Iterable[Rule]) -> Reads:
    paths = [use.path[1:] for use in trace(modules, module, rules).uses]
    second = {(path[0], plain(path[1])) for path in paths if len(path) > 1}
    return Reads(
        facts=frozenset(key for root, key in second if root == "facts"),
        labels=frozenset(key for root, key in second if root == "labels"),
        joins=frozenset(key for root, key in second if root == "inventory"),
        parameters=frozenset(key for root, key in second if root == "parameters"),
        dataset=any(path[:1] == ("dataset",) for path in paths),
    )


def _deny_parts(modules: Mapping[RegoPath, Module], module: Module) -> tuple[EntryPoint, ...]:
    """One entry point per deny rule, when they read different things."""
    rules = module.by_name.get("deny", ())
    reads = [_reads(modules, module, (rule,)) for rule in rules]
    if len(set(reads)) < 2:
        return ()
    package = ".".join(module.package)
    return tuple(EntryPoint(f"{package}.part_{number}.deny", read) for number, read in enumerate(reads, 1))


def _part_modules(module: Module, check: Check) -> Iterator[interfaces.Module]:
    """The module again, once per deny rule, with the other entry points left out."""
    rules = module.by_name["deny"]
    package = ".".join(module.package)
    for number, point in enumerate(check.deny_parts, 1):
        others = [rule for rule in lint.entry_rules(module) if rule is not rules[number - 1]]
        source = _without(module, others).replace(f"package {package}", f"package {package}.part_{number}", 1)
        yield interfaces.Module(f"{module.name}#{number}", point.ref.removesuffix(".deny"), source)


def _without(module: Module, rules: Iterable[Rule]) -> str:
    """The source with rules blanked out, each up to the start of the next; lines keep their numbers."""
    raw = bytearray(module.raw)
    starts = sorted(rule.start for rule in module.rules)
    for rule in rules:
        end = next((start for start in starts if start > rule.start), len(raw))
        for position in range(rule.start, end):
            if raw[position] not in b"\n\r":
                raw[position] = ord(" ")
    return raw.decode()

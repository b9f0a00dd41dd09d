"""Jobs of cron(8), crontab(5) and anacron(8), and who decides what they run. No timers of systemd."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.server.facts import access
from collectors.server.reply import NotSeenError, Of, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_WAY = re.compile(r"S[0-7]+ .*|[AN?+]|-[ADX]|(user|group|mask|other):.*")
_MANY = 5


@dataclass(slots=True)
class Program:
    """A program of a job; `ways` is what the probe says of the way to it."""

    path: str
    ways: list[str] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """A crontab, or a script that cron runs by its place."""

    path: str
    ways: list[str] = field(default_factory=list)

    def stat(self, reply: Reply) -> Json:
        """Path, permission bits and owner."""
        end = self.ways.index("+") if "+" in self.ways else len(self.ways)
        places = access.parse(self.ways[:end], reply, self.path, acls=False)
        if not places:
            raise NotSeenError(GapReason.MALFORMED, f"{self.path} has gone meanwhile")
        return {
            "path": self.path,
            "mode": f"{places[0].mode:04o}",
            "uid": places[0].uid,
            "gid": places[0].gid,
        }


@dataclass(slots=True)
class Job:
    """One line of a crontab, or one script."""

    file: File
    user: str
    schedule: str
    programs: list[Program] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    deletes: bool = False
    secret: bool = False

    @property
    def key(self) -> str:
        """From what the job is, so that it stays when other jobs come and go."""
        content = [self.file.path, self.user, self.schedule, [program.path for program in self.programs]]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def facts(self) -> dict[str, Json]:
        """What the line itself tells."""
        return {
            "user": self.user,
            "schedule": self.schedule,
            "datasets": sorted(set(self.datasets)),
            "deletes": self.deletes,
            "secret": self.secret,
        }

    def run(self, reply: Reply, everyone: Sequence[access.Who]) -> Json:
        """The programs, each with who besides root and the user of the job decides what is found there."""
        own = next((who.uid for who in everyone if who.name == self.user), 0)
        return [
            {"path": program.path, "writers": _writers(program.path, program.ways, reply, everyone, own)}
            for program in self.programs
        ]

    def file_writers(self, reply: Reply, everyone: Sequence[access.Who]) -> Json:
        """Who besides root decides what stands in the crontab; its user may change a crontab of its own."""
        return _writers(self.file.path, self.file.ways, reply, everyone, 0)


def _writers(
    path: str, ways: Sequence[str], reply: Reply, everyone: Sequence[access.Who], own: int
) -> list[str]:
    return access.others_who_replace(access.parse_ways(ways, reply, path), everyone, own)


@dataclass(slots=True)
class Listing:
    """All jobs in the order of the files; `closed` are crontabs and folders of them that cannot be read."""

    jobs: list[Job] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def listing(reply: Reply, section: str) -> Listing:
    """Raises NotSeenError when the jobs came back garbled; nothing in it may be changed."""
    return reply.alike(Of(_listing, section))


def _listing(reply: Reply, section: str) -> Listing:
    found = Listing()
    file: File | None = None
    lines = iter(reply.output(section, "jobs", "sh").lines())
    for line in lines:
        if line.startswith("F"):
            file = File(line[1:])
        elif file is None:
            raise _garbled()
        elif line == "D":
            found.closed.append(file.path)
        elif line.startswith("@"):
            found.jobs.append(Job(file, next(lines, ""), next(lines, "")))
        elif found.jobs and found.jobs[-1].file is file:
            _add(found.jobs[-1], line)
        elif _WAY.fullmatch(line):
            file.ways.append(line)
        else:
            raise _garbled()
    return found


def _add(job: Job, line: str) -> None:
    if line.startswith("P"):
        job.programs.append(Program(line[1:]))
    elif line.startswith("D "):
        job.datasets.append(line[2:])
    elif line == "X":
        job.deletes = True
    elif line == "S":
        job.secret = True
    elif job.programs and _WAY.fullmatch(line):
        job.programs[-1].ways.append(line)
    else:
        raise _garbled()


def problems(found: Listing, reply: Reply) -> list[NotSeenError]:
    """Why there may be more jobs."""
    if not found.closed:
        return []
    more = len(found.closed) - _MANY
    named = ", ".join(found.closed[:_MANY]) + (f" and {more} more" if more > 0 else "")
    return [reply.denied(f"{named} cannot be read")]


def _garbled() -> NotSeenError:
    return NotSeenError(GapReason.MALFORMED, "the jobs of cron came back garbled")

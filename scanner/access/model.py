"""Who can do what with a dataset, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What can be done with the data of a store.

    `export` is taking all of it away by the store's own means: listing and reading a bucket, copying a
    database out of its server. `administer` is changing who has rights.
    """

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    EXPORT = "export"
    ADMINISTER = "administer"

    @property
    def rank(self) -> int:
        """Position in the order in which rights are shown."""
        return list(Right).index(self)


class Kind(StrEnum):
    """What a principal is."""

    ANONYMOUS = "anonymous"
    CONDITIONAL = "conditional"
    """Anybody who meets the conditions of a policy, such as an address or a network."""
    AWS_ACCOUNT = "aws_account"
    IAM_USER = "iam_user"
    IAM_ROLE = "iam_role"
    FEDERATED = "federated"
    SERVICE = "service"
    SERVER_ACCOUNT = "server_account"
    POSTGRES_ROLE = "postgres_role"


class Way(StrEnum):
    """By what a principal holds a right: in person, or by what it shares with others."""

    DIRECT = "direct"
    OWNER = "owner"
    GROUP = "group"
    ROLE = "role"
    EVERYBODY = "everybody"
    ROOT = "root"


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody or something that can get at data.

    `login` is the name to look for in the staff roster, `target` the one that has the account.
    """

    kind: Kind
    id: str
    name: str
    login: str | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One store: the id of its resource, its name, and its type."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Access:
    """Rights of a principal on one store.

    `chain` leads from the principal to the data, one sentence per step. `source` is what was granted: the
    same for all that one statement, group or role gives, so that a grant over several stores shows.
    `conditional`: under conditions that cannot be decided here.
    """

    principal: Principal
    place: Place
    rights: frozenset[Right]
    way: Way
    source: str
    chain: tuple[str, ...]
    conditional: bool = False

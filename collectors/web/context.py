"""What the parts of a page are judged with: where it lies, what is ours, and how it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from collectors.web.dom import Node, shown
from collectors.web.settings import bare, origin


@dataclass(frozen=True, slots=True)
class Context:
    """One page that was read. `styled`: style sheets or scripts decide what is seen of it."""

    url: str
    root: Node
    origins: frozenset[str]
    names: Mapping[str, str]
    """Kinds of fields by their names, as the configuration has them."""
    styled: bool
    base: str
    """What relative addresses are relative to."""

    def absolute(self, address: str) -> str:
        """An address as the browser would ask for it; empty when it cannot be read."""
        try:
            return urljoin(self.base, address.strip())
        except ValueError:
            return ""

    def ours(self, url: str) -> bool:
        """Whether a URL lies on an origin of the configuration."""
        return origin(url) in self.origins

    def shown(self, node: Node) -> str:
        """Whether people see it: yes, no, undetermined."""
        return shown(node, styled=self.styled)


def base_of(url: str, root: Node) -> str:
    """The page's own address, or what its base element says."""
    tag = next((node for node in root.walk() if node.tag == "base" and node.get("href")), None)
    try:
        return urljoin(url, tag.get("href")) if tag else url
    except ValueError:
        return url


def secure(url: str) -> bool:
    """Whether what goes to a URL is encrypted; what stays in the page (data:, blob:, about:) counts."""
    return not url.lower().startswith(("http:", "ws:", "ftp:"))


def place(url: str) -> str:
    """A URL as findings show it: without query, fragment and login."""
    return bare(url)

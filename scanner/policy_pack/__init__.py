"""Policy packs: folders of Rego checks with their schemas, parameters and controls."""

from scanner.policy_pack.cache import cached_packs, load_packs
from scanner.policy_pack.pack import Pack, modules_of

__all__ = ["Pack", "cached_packs", "load_packs", "modules_of"]

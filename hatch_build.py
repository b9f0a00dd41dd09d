"""Build hook: the wheel brings the default policies as they are loaded, for first runs not to parse them."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KeptPack(BuildHookInterface):
    """Loads the policies, which also means that no wheel is built of a pack with problems."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the entry of `scanner.policy_pack.cache`, unless the installation is an editable one."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from scanner.policy_pack.cache import BESIDE, keep

        self._folder = tempfile.TemporaryDirectory()  # until the build has ended, and this object with it
        entry = keep([("policies", Path(self.root, "policies"))], Path(self._folder.name))
        build_data["force_include"][str(entry)] = f"scanner/{BESIDE.name}/{entry.name}"

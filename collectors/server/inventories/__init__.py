"""Servers from the files that people keep for other tools; every entry becomes an `ssh` target."""

from collectors.server.inventories.ansible import AnsibleInventory
from collectors.server.inventories.csv_list import CsvInventory
from collectors.server.inventories.ssh_config import SshConfigInventory

__all__ = ["AnsibleInventory", "CsvInventory", "SshConfigInventory"]

"""Backups of a machine: which jobs it has, what they cover, where they go, and when one last succeeded."""

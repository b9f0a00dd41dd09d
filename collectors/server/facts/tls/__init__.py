"""Servers that speak TLS: what their configuration files say. Texts in, structures out; nothing is run."""

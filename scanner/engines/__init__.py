"""Policy engines: the embedded one and an OPA server."""

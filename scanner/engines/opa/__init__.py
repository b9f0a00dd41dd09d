"""Rego on an OPA server, through its REST API."""

from scanner.engines.opa.engine import OpaEngine

__all__ = ["OpaEngine"]

"""Endpoints: what the services that the configuration lists really negotiate, seen from the network."""

from collectors.endpoints.collector import EndpointCollector

__all__ = ["EndpointCollector"]

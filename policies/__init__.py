"""The default policy pack: Rego checks, resource schemas, parameters, controls."""

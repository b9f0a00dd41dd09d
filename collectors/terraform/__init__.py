"""Terraform and OpenTofu: what a plan, a state or a folder of configuration declares."""

"""CloudFormation and SAM: what a template declares."""

"""What sources declare, in whatever language: values that may be unknown yet, and drafts of resources."""

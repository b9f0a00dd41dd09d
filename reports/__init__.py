"""Report formats: one room per format."""

"""From the probe's reply to facts: one module per source on the machine."""

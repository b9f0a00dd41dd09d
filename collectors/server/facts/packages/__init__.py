"""Packages of a machine: what is missing, how it is kept up to date, and until when there will be updates."""

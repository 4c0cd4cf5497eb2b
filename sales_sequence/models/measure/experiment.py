"""Variants of a step, compared by evidence that survives a look every day."""

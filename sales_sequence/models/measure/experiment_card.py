"""What the card of an experiment says."""

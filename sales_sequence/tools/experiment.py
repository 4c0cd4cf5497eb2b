"""Evidence that one variant earns more answers than another. Standard library only."""

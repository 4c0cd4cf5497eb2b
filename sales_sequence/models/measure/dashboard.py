"""What the dashboard of the sequences shows."""

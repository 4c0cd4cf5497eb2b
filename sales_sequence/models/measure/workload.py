"""What is ahead of whom in the next working days."""

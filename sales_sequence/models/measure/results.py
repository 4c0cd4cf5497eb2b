"""What the page *Results* of a sequence shows."""

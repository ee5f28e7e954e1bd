"""Many documents: finding them, and what only their sum can tell."""

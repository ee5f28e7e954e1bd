"""Review comments: what the versions of a round say where a comment points, checks, tables."""

"""Printed forms → sources: one Grid for every kind of file, one matcher for every layout."""

"""The verbs of the library, each one call; `pia` hands them on."""

"""YAML sources: reading with positions, composing names, editing without loss."""

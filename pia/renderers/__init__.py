"""Layout → Excel and other formats; each knows no form."""

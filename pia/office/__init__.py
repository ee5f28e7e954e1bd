"""The work of a whole office: every document of a workspace built, listed, published."""

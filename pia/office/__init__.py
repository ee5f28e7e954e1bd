"""The work of a whole office: every document of a workspace rendered, built, listed, published."""

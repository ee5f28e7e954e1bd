"""Tables of 変更箇所, of a document or of all of a folder, in the format that is asked for."""

from pia.changes.amendments import Choices
from pia.workspace.tables import Tables, format_named, table_bytes, tables

__all__ = ["Choices", "Tables", "format_named", "table_bytes", "tables"]

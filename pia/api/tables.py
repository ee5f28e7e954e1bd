"""Tables of 変更箇所, of a document or of all of a folder, in the format that is asked for."""

from pia.changes.options import Choices
from pia.workspace.change_table import format_named, table_bytes
from pia.workspace.tables import Tables, tables

__all__ = ["Choices", "Tables", "format_named", "table_bytes", "tables"]

"""A value of a cell of a workbook → the text that is shown."""

import re
from datetime import date, datetime, time

from pia.japanese import wareki

BREAK = re.compile("\r\n?")


def text_of(value: object) -> str:
    """Return a value of a cell as it would be printed."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime():
            return wareki(value.date())
        case date():
            return wareki(value)
        case time():
            return value.isoformat()
        case _:
            return BREAK.sub("\n", str(value))

"""A value as a form prints it."""

from datetime import date

from pia.forms.definition import Item
from pia.japanese import wareki
from pia.model.base import Kind


def text_of(item: Item, value: object) -> str:
    """Return a single value as it is printed."""
    match value:
        case None | ():
            return ""
        case date():
            return wareki(value)
        case _ if item.kind is Kind.CHOICE:
            return next((o.text for o in item.offered if o.option == value), str(value))
        case _:
            return str(value)

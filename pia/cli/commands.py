"""Which module has which commands: it is imported when one of them is asked for."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

MODULES = {
    "checking": ("check", "items", "schema", "threshold"),
    "intake": ("compare", "import"),
    "office": ("build", "decide", "impact", "init", "site", "status"),
    "records": ("audit", "review"),
    "rendering": ("render", "verify"),
    "sources": ("derive", "edit", "migrate", "new", "set"),
    "versions": ("diff", "freeze", "publish"),
}


class Commands(MutableMapping[str, click.Command]):
    """The commands by their names. Each module adds its own when it is imported."""

    def __init__(self) -> None:
        self.known: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        module = next((module for module, names in MODULES.items() if name in names), "")
        if module and name not in self.known:
            import_module(f"pia.cli.{module}")
        return self.known[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.known[name] = command

    def __delitem__(self, name: str) -> None:
        del self.known[name]

    def __iter__(self) -> Iterator[str]:
        return (name for names in MODULES.values() for name in names)

    def __len__(self) -> int:
        return sum(map(len, MODULES.values()))

"""What the page may ask for: the bodies of its requests."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

NAME = Field(max_length=400)
BASE = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file that the page shows")


class Request(BaseModel):
    """A body of JSON; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Session(Request):
    """Opens a session with the token of the address."""

    token: str = Field(max_length=200)


class SetValues(Request):
    """Sets values by their addresses, all or none.

    how: for text of a variable or fragment: inline changes it here only, fragment everywhere.
    """

    path: str = NAME
    base: str = BASE
    changes: dict[str, Any] = Field(max_length=2000)
    how: Literal["", "inline", "fragment"] = ""


class BlockEdit(Request):
    """Adds, copies, moves, renames or removes an entry of a list. name: the id of a new entry."""

    path: str = NAME
    base: str = BASE
    list: str = Field(max_length=400)
    id: str = Field("", max_length=60)
    name: str = Field("", max_length=60)
    what: Literal["add", "copy", "up", "down", "rename", "remove"]


class Turn(Request):
    """Takes the last step back, or does it again."""

    path: str = NAME
    base: str = BASE


class Named(Request):
    """Names a document."""

    path: str = NAME


class New(Request):
    """Begins a document. form: kiso, juten or zenkomoku. name: of the file, without suffix."""

    form: str = Field(max_length=40)
    name: str = Field(min_length=1, max_length=100)


class Decide(Request):
    """Decides one distinct change. key: as `/api/diff` names it."""

    path: str = NAME
    key: str = Field(max_length=4000)
    timing: Literal["事前", "事後"]
    reason: str = Field(max_length=4000)


class Publish(Request):
    """Publishes a document. dry: everything is tried and nothing stays."""

    path: str = NAME
    dry: bool = True


class AddComment(Request):
    """Adds a comment to a round of a record. item: an address, a printed path or 全般."""

    path: str = NAME
    round: str = Field(max_length=60)
    item: str = Field(min_length=1, max_length=1000)
    text: str = Field(min_length=1, max_length=20_000)
    submitter: str = Field("", max_length=20)


class AnswerComment(Request):
    """Notes what was done for a comment, and the answer."""

    path: str = NAME
    round: str = Field(max_length=60)
    number: int
    response: str = Field(max_length=20)
    text: str = Field(max_length=20_000)


class Nothing(Request):
    """An empty body."""

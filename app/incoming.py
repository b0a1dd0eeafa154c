"""A document as a client sends it: checked, its text found, its language told."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.errors import Problem
from app.fields import DAY, Line, Words
from app.texts import article, is_bomb, language
from graph.store import NewDocument

EXAMPLE: dict[str, Any] = {
    "title": "Leaders meet in Paris",
    "published_at": "2019-12-10",
    "source": "Example News",
    "external_id": "example-2019-paris",
    "text": (
        "Ukrainian President Volodymyr Zelensky met Russian President Vladimir Putin in Paris on Monday. "
        "French President Emmanuel Macron and German Chancellor Angela Merkel hosted the talks."
    ),
}


def _day(value: Any) -> Any:
    """The day of a date, with or without a time; a number is no date."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        return dt.datetime.fromisoformat(value).date()
    if isinstance(value, int | float):
        raise ValueError("a date is written like 2019-12-10")
    return value


class Incoming(BaseModel):
    """A text, or a web page to take the text from, and what is known about it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    text: Words | None = Field(None, description="the plain text; offsets of quotes count its Unicode code points")
    html: Words | None = Field(None, description="a web page, of which the article is read, instead of `text`")
    title: Line | None = None
    published_at: Annotated[dt.date, BeforeValidator(_day)] | None = Field(
        None, description="the day of publication, by which `on Thursday` is understood"
    )
    url: Line | None = None
    source: Line | None = Field(None, description="who published it")
    external_id: Line | None = Field(None, min_length=1, description="your own id; the same id is the same document")
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")] | None = Field(
        None, description="ISO 639 code; found out if not given"
    )

    def document(self, max_bytes: int) -> NewDocument:
        """What is to be stored; a `Problem` where there is no text, or too much of it."""
        if (self.text is None) == (self.html is None):
            raise Problem(422, "invalid-document", "give either `text` or `html`")
        if self.html is not None and is_bomb(self.html):
            raise Problem(422, "page-too-complex", "the page is made of more elements than any article; send its text")
        page = article(self.html) if self.html is not None else None
        text = self.text if page is None else page.text
        if not text or not text.strip():
            raise Problem(422, "no-text", "there is no text to read" + (" in this page" if self.html else ""))
        if (size := len(text.encode())) > max_bytes:
            raise Problem(413, "text-too-large", f"the text has {size} bytes; {max_bytes} are allowed", limit=max_bytes)
        return NewDocument(
            text=text,
            title=self.title or (page.title if page else None),
            published_at=self.published_at or (page.published_at if page else None),
            url=self.url,
            source=self.source,
            external_id=self.external_id,
            language=self.language or language(text),
        )

"""What Schemathesis is told of this API: why a request may be refused although its schema allows it."""

from typing import Any

import schemathesis

UNSAYABLE = {
    "ambiguous-name",  # several entities have it
    "format-unavailable",  # an optional package is not installed
    "invalid-cursor",  # it was not given out for this list
    "invalid-document",  # both a text and a page, or half a character in it
    "invalid-job",
    "invalid-judgement",
    "invalid-merge",
    "invalid-query",  # an entity of another type than the question is for
    "invalid-url",  # not of the web, or with a password in it
    "no-text",
    "too-many-webhooks",
    "withdrawn",
}
"""Codes of problems that depend on what is stored, or on several fields together."""
REFUSALS = (400, 405, 406, 410, 415, 422)
SENTENCES = (
    "give either",
    "`table` is for",
    "url: String should match",
    "lies after `to`",
    "holds a NUL",
    "holds half a character",
    "Accept",
)
"""The same within `invalid-request`, by the words of its `detail`."""


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """What is sent as JSON Lines, as it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@schemathesis.check
def valid_requests_are_answered(
    _context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """A request that the description allows is refused only for what the description cannot say."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in REFUSALS:
        return
    problem = response.json()
    assert problem["code"] in UNSAYABLE or any(words in problem["detail"] for words in SENTENCES), problem["detail"]


@schemathesis.check
def problems_are_problem_documents(
    _context: schemathesis.CheckContext, response: schemathesis.Response, _case: schemathesis.Case[Any]
) -> None:
    """Every refusal is a problem document with a code, and says nothing of our insides."""
    if response.status_code < 400 or response.status_code == 503:
        return
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["code"]
    assert not {"Traceback", "sqlalchemy", "psycopg", "sqlite3"} & set(problem["detail"].replace(".", " ").split())

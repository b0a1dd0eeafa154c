"""What can go wrong in storage and queries; each error has a stable `code` that interfaces may show."""

# ruff: noqa: N818 - the names say what is the case; what they are, the base class says


class GraphError(Exception):
    """Base of the errors of this package."""

    code = "graph-error"


class NotFound(GraphError):
    """Nothing is stored under this id or name; `suggestions` are ids and names that come near."""

    code = "not-found"

    def __init__(self, what: str, reference: str, suggestions: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(f"no {what} {reference!r}")
        self.what = what
        self.reference = reference
        self.suggestions = suggestions


class Ambiguous(GraphError):
    """A name fits several entities; `candidates` are their ids and names."""

    code = "ambiguous-name"

    def __init__(self, reference: str, candidates: tuple[tuple[str, str], ...]) -> None:
        super().__init__(f"{reference!r} may be {len(candidates)} entities")
        self.reference = reference
        self.candidates = candidates


class Merged(GraphError):
    """The entity was merged into another, `target`; or the claims of the fact are now those of another."""

    code = "merged"

    def __init__(self, reference: str, target: str) -> None:
        super().__init__(f"{reference!r} was merged into {target!r}")
        self.reference = reference
        self.target = target


class Withdrawn(GraphError):
    """The entity or fact was known, but nothing stored speaks of it any more."""

    code = "withdrawn"

    def __init__(self, what: str, reference: str) -> None:
        super().__init__(f"the {what} {reference!r} was withdrawn")
        self.what = what
        self.reference = reference


class InvalidQuery(GraphError):
    """A query asks for something that makes no sense."""

    code = "invalid-query"


class InvalidJudgement(GraphError):
    """What is ruled makes no sense, such as that something differs from itself."""

    code = "invalid-judgement"


class SchemaOutdated(GraphError):
    """The database is behind the code: `backchannel migrate` brings it up."""

    code = "schema-outdated"


class InvalidDocument(GraphError):
    """A text that cannot be stored as it is."""

    code = "invalid-document"

"""Who is spoken of: the actors of a document and where it mentions them. Shared by every reading component."""

from dataclasses import dataclass, field

from graph.vocabulary import EntityType
from nlp.tokens import Doc, Span, Token


@dataclass(eq=False, slots=True)
class Actor:
    """An actor or place of one document; compared by identity.

    `key` is the gazetteer's where `known`, else made of type and name. `names` are the words that the document uses.
    `state` is the actor for whom a person acts in this document. `titles` are the offices the text gives a person.
    """

    key: str
    type: EntityType
    name: str
    known: bool = False
    names: list[str] = field(default_factory=list)
    state: "Actor | None" = None
    titles: list[str] = field(default_factory=list)
    wikidata: str | None = None
    country: str | None = None
    gender: str | None = None
    """`m` or `f` where title, pronoun or first name tell; helps pronouns."""


@dataclass(eq=False, slots=True)
class Mention:
    """Words that speak of one actor, or of several ("the two leaders", "both sides").

    `kind`: `name` (a proper name or demonym), `pronoun`, `description` ("the Ukrainian leader", "the bloc").
    `metonym` is true where a seat or a demonym stands for the state ("Kyiv refuses", "Russian officials").
    """

    span: Span
    actors: tuple[Actor, ...]
    kind: str = "name"
    metonym: bool = False

    @property
    def root(self) -> Token:
        """The token through which the mention hangs in the sentence."""
        return self.span.root


def mentions(doc: Doc) -> list[Mention]:
    """The mentions of a document in the order of the text."""
    return doc.mentions


def mention_at(token: Token) -> Mention | None:
    """The mention that covers `token`, if any; where several nest, the widest."""
    return token.doc.mention_of.get(token.i)

"""A strict reader of the Cypher statements that we write: anything else in them is an error."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

NAME = re.compile(r"[A-Za-z_]\w*")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
ESCAPES = {"'": "'", '"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})")


@dataclass
class Database:
    """What the statements have built."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: set[tuple[str, str, str]] = field(default_factory=set)
    constraints: int = 0

    def run(self, script: str) -> None:
        """Run statements, one a line, as Cypher does: `\\uXXXX` is read before all else."""
        for line in script.split("\n"):
            if line:
                _Statement(UNICODE.sub(lambda found: chr(int(found[1], 16)), line), self).run()


class _Statement:
    def __init__(self, text: str, database: Database) -> None:
        self.text = text
        self.at = 0
        self.database = database

    def run(self) -> None:
        if self.text.startswith("CREATE CONSTRAINT "):
            assert re.fullmatch(r"CREATE CONSTRAINT \w+ IF NOT EXISTS FOR \(n:\w+\) REQUIRE n\.id IS UNIQUE;", self.text)
            self.database.constraints += 1
        elif self.text.startswith("MERGE"):
            self.node()
        else:
            self.edge()
        assert self.at == len(self.text) or self.text.startswith("CREATE"), self.text[self.at :]

    def node(self) -> None:
        self.take("MERGE (n:")
        label = self.name()
        self.take(" ")
        id_ = self.map()["id"]
        self.take(") SET n:")
        kind = self.name()
        self.take(", n += ")
        self.database.nodes[id_] = {"label": label, "kind": kind, **self.map()}
        self.take(";")

    def edge(self) -> None:
        self.take("MATCH (a:")
        source = self.end()
        self.take(", (b:")
        target = self.end()
        self.take(" MERGE (a)-[:")
        kind = self.name()
        self.take("]->(b);")
        assert {source, target} <= self.database.nodes.keys()
        self.database.edges.add((source, kind, target))

    def end(self) -> str:
        self.name()
        self.take(" ")
        id_: str = self.map()["id"]
        self.take(")")
        return id_

    def map(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.take("{")
        while True:
            name = self.name()
            self.take(": ")
            found[name] = self.value()
            if not self.next(", "):
                self.take("}")
                return found

    def value(self) -> Any:
        if self.next("["):
            items: list[Any] = []
            while not self.next("]"):
                items.append(self.value())
                self.next(", ")
            return items
        if number := NUMBER.match(self.text, self.at):
            self.at = number.end()
            return json.loads(number[0])
        text = self.string()
        while self.next(" + "):
            text += self.string()
        return text

    def string(self) -> str:
        self.take("'")
        characters: list[str] = []
        while (character := self.text[self.at]) != "'":
            self.at += 1
            if character == "\\":
                character = ESCAPES[self.text[self.at]]
                self.at += 1
            characters.append(character)
        self.at += 1
        return "".join(characters)

    def name(self) -> str:
        found = NAME.match(self.text, self.at)
        assert found, self.text[self.at :]
        self.at = found.end()
        return found[0]

    def take(self, expected: str) -> None:
        assert self.next(expected), f"{expected!r} expected: {self.text[self.at :]}"

    def next(self, expected: str) -> bool:
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

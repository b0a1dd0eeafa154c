"""How fast documents are read and stored, and questions answered: `make bench`."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import program
from app.chains import chains
from app.evaluation import load
from app.incoming import Incoming
from app.questions import MetQuestion, PathQuestion
from app.routes.met import met

GOLD = Path(__file__).parents[1] / "gold"
QUESTIONS = 20
"""How often each question is asked; the first answer fills the memory, and is timed apart."""


@contextmanager
def timed(what: str, number: int, unit: str) -> Iterator[None]:
    """Print how long something took, and how much of it that is in a second."""
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    print(f"{what:<28} {seconds:8.2f} s   {number / seconds:10.1f} {unit}/s")


def main() -> None:
    """Read the gold documents into a database of their own, then ask."""
    documents = list(load(sorted(GOLD.glob("*.jsonl"))))
    words = sum(len(document.text.split()) for document in documents)
    with tempfile.TemporaryDirectory() as folder, program.opened(database_url=f"sqlite:///{folder}/bench.db") as (_, context):
        with timed("load the reader", 1, "loads"):
            context.room.extract("", None)
        with timed("read", words, "words"):
            for document in documents:
                context.room.extract(document.text, None)
        with timed("read, store and resolve", words, "words"):
            for document in documents:
                body = Incoming(text=document.text, title=document.title, published_at=document.published_at)
                context.room.accept(body.document(context.settings.max_text_bytes))
        for what, number in (("first chain", 1), ("chains", QUESTIONS)):
            with timed(what, number, "answers"), context.read.begin() as session:
                for _ in range(number):
                    chains(PathQuestion(source="Zelensky", target="Putin"), context, session)
        with timed("met", QUESTIONS, "answers"), context.read.begin() as session:
            for _ in range(QUESTIONS):
                met(MetQuestion(who="Putin"), context, session)


if __name__ == "__main__":
    main()

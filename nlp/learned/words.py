"""Titles as one person bears them."""

import re

OFFICES = (
    "president minister envoy ambassador leader chief premier king chancellor negotiator commissioner governor senator commander "
    "representative chair head official diplomat adviser director general speaker coordinator mediator chairman rapporteur "
    "prosecutor spokesman delegate observer"
).split()
_PLURAL = re.compile(rf"\b({'|'.join(OFFICES)})s\b", re.IGNORECASE)
_PLURAL_Y = re.compile(r"\b(secretar|deput)ies\b", re.IGNORECASE)


def singular(title: str) -> str:
    """`foreign ministers` as `foreign minister`."""
    return _PLURAL_Y.sub(r"\1y", _PLURAL.sub(r"\1", title))

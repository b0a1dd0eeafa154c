"""The text of a web page that came as bytes, in the encoding that it declares."""

import codecs
import re

_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|<\?xml[^>]*?encoding\s*=\s*["'])\s*([\w.:-]+)""", re.IGNORECASE)
_OF_PAGES = re.compile("ascii|big5|cp[0-9]|euc|gb|iso8859|iso2022|koi8|mac|shift|tis|utf")
_HEAD = 1024
"""Bytes within which a page says how it is encoded."""
_FALLBACK = "cp1252"
_READ_AS = {"iso8859-1": _FALLBACK, "ascii": _FALLBACK, **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "utf-8")}
"""What browsers take for another encoding: a page whose head can be read as ASCII is not in UTF-16."""


def decoded(content: bytes, charset: str | None = None) -> str:
    """The text of `content` as browsers read it: by its mark, `charset` (of the HTTP header), its own words, or UTF-8.

    Never fails: what the encoding does not know becomes U+FFFD.
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    said = _DECLARED.search(content[:_HEAD])
    if declared := _codec(charset) or _codec(said[1].decode() if said else None):
        return content.decode(declared, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(_FALLBACK, "replace")


def _codec(label: str | None) -> str | None:
    """The name of the codec that a label means; None for one that is unknown, or not among those in which pages are written."""
    try:
        name = codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(name, name) if _OF_PAGES.match(name) else None

"""Extraction: every rule of every kind runs, its claims in the order of the text and without doubles."""

from nlp.pipeline import Reader


def test_claims_of_all_kinds_in_the_order_of_the_text(reader: Reader) -> None:
    text = "Egypt met Libya. Iran condemned the coup. The European Union imposed sanctions on Belarus."
    claims = reader.read(text).claims
    assert [claim.kind for claim in claims] == ["meeting", "position", "sanction"]
    assert [claim.evidence.start for claim in claims] == sorted(claim.evidence.start for claim in claims)


def test_what_two_rules_read_alike_is_one_claim(reader: Reader) -> None:
    claims = reader.read("Egypt and Libya met and met.").claims
    assert len(claims) == len({(c.kind, c.status, c.parts, c.evidence) for c in claims})


def test_a_claim_that_lacks_a_part_is_none(reader: Reader) -> None:
    assert reader.read("Egypt held a meeting.").claims == ()

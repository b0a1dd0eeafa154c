"""A small, always equal run of what `make fuzz` does at length: every operation, all checks of Schemathesis."""

import pytest

from tests.benchmarks.fuzz import fuzz


@pytest.mark.slow
def test_the_api_answers_everything_as_described(sqlite_url: str) -> None:
    """Cases at the edges of what each schema allows are left to the long run."""
    options = ["--phases", "examples,fuzzing,stateful", "--max-examples", "3", "--generation-deterministic"]
    found = fuzz(sqlite_url, *options)
    assert found.passed, found.output
    assert found.cases > 100

"""One server of the sample news for all documents."""

from collections.abc import Iterator

import pytest

from tests.docs.served import Served, serving_sample_news


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_sample_news(tmp_path_factory.mktemp("documents")) as opened:
        yield opened

"""The notebook runs from its first cell to its last against the sample news, and shows what it says it shows."""

import pytest

from tests.docs.notebook import executed
from tests.docs.served import Served


# the libraries of Jupyter
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
def test_the_notebook_runs(served: Served) -> None:
    cells = [cell for cell in executed(served.url).cells if cell.cell_type == "code"]
    assert all(output.output_type != "error" for cell in cells for output in cell.outputs)
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)
    ranked = cells[-1].outputs[0]["data"]["text/plain"]
    assert "betweenness" in ranked
    assert len(ranked.splitlines()) > 5

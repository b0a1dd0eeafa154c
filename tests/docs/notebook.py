"""Runs the notebook: `python -m tests.docs.notebook URL` stores in it what it shows of a service of the sample news."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "brokers.ipynb"


def executed(url: str) -> nbformat.NotebookNode:
    """The notebook with what its cells show."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # it is not typed
    os.environ["BACKCHANNEL_URL"] = url
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    return client.execute()


if __name__ == "__main__":
    done = executed(sys.argv[1])
    for cell in done.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":  # warnings name folders of this machine
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    nbformat.write(done, NOTEBOOK)  # type: ignore[no-untyped-call]

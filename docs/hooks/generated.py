"""Pages of the site that are made from something else when it is built: the API, the model card, the changelog, notebooks."""

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
COPIES = {"reference/model-card.md": ROOT / "nlp" / "weights" / "MODEL_CARD.md", "reference/changelog.md": ROOT / "CHANGELOG.md"}
TRY = "Swagger UI at `/docs` of a running service tries each of them."
FIELDS = "The fields of each answer are in the description of the service, `/openapi.json`, and in Swagger UI."
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:\s]+)(#[^)]*)?\)")
"""A link to a file, by its words, its path and the place in it."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the decision records into the navigation, in their order."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    config.nav.append({"Decisions": [f"decisions/{record.name}" for record in records]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    pages = {"reference/api.md": api_page(_description())}
    pages |= {name: source.read_text(encoding="utf-8").replace("](docs/", "](../") for name, source in COPIES.items()}
    for notebook in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        pages[f"notebooks/{notebook.stem}.md"] = notebook_page(json.loads(notebook.read_text(encoding="utf-8")))
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Leave the words of links that lead out of the documents, without the links: there is nothing to link to."""
    folder = posixpath.dirname(page.file.src_uri)

    def kept(link: re.Match[str]) -> str:
        leads_out = posixpath.normpath(posixpath.join(folder, link[2])).startswith("..")
        return link[1] if leads_out else link[0]

    return LINK.sub(kept, markdown)


def api_page(description: dict[str, Any]) -> str:
    """Every operation with its parameters and answers, by subject."""
    lines = [
        "# The API",
        "",
        description["info"]["description"],
        "",
        "Swagger UI at `/docs` of a running service tries each of them.",
        "",
    ]
    for tag in description["tags"]:
        operations = [
            (method.upper(), path, operation)
            for path, item in description["paths"].items()
            for method, operation in item.items()
            if tag["name"] in operation.get("tags", ())
        ]
        if operations:
            lines += [f"## {tag['name'].capitalize()}", "", tag["description"], ""]
        for method, path, operation in operations:
            lines += _operation(method, path, operation)
    lines += [
        "## Answers",
        "",
        "The fields of each answer are in the description of the service, `/openapi.json`, and in Swagger UI.",
        "",
    ]
    return "\n".join(lines)


def notebook_page(notebook: dict[str, Any]) -> str:
    """A notebook with the outputs that are stored in it."""
    parts: list[str] = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [_output(output) for output in cell["outputs"]]
    return "\n\n".join(part for part in parts if part)


def _operation(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    lines = [f"### `{method} {path}`", "", operation["summary"], "", operation.get("description", ""), ""]
    if parameters := operation.get("parameters"):
        lines += ["| parameter | | what it means |", "| --- | --- | --- |"]
        for parameter in parameters:
            needed = "required" if parameter.get("required") else ""
            told = (parameter.get("description") or "").replace("|", "\\|")
            lines.append(f"| `{parameter['name']}` | {needed} | {told} |")
        lines.append("")
    answers = ", ".join(f"`{status}` {answer['description']}" for status, answer in operation["responses"].items())
    return [*lines, f"Answers: {answers}.", ""]


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return f"![drawn by the cell above](data:image/png;base64,{''.join(data['image/png']).strip()})"
    text = "".join(output.get("text", data.get("text/plain", "")))
    return f"```text\n{text.rstrip()}\n```" if text else ""


def _description() -> dict[str, Any]:
    from app.main import create_app
    from app.settings import Settings

    return create_app(Settings(database_url="sqlite://")).openapi()

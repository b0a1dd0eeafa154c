"""The table of settings in docs/operations.md, as app/settings.py has them: `python -m tests.docs.settings_table` writes it."""

import re
from pathlib import Path

from pydantic.fields import FieldInfo

from app.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->\n"


def table() -> str:
    """A row a setting, in the order of the code."""
    prefix = Settings.model_config["env_prefix"]
    rows = [
        f"| `{prefix}{name.upper()}` | {_default(field)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return "".join(["| variable | default | what it sets |\n", "| --- | --- | --- |\n", *rows])


def in_page(text: str) -> str:
    """The page with the table as it should be."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}{table()}{END}", text, flags=re.DOTALL)


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        told = (field.default_factory.__doc__ or "").strip().rstrip(".")
        return told[0].lower() + told[1:] if told.startswith(("A ", "An ")) else told
    return "–" if field.default is None else f"`{field.default}`"


if __name__ == "__main__":
    PAGE.write_text(in_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""A file is there as a whole or as it was before."""

from pathlib import Path

import pytest

from app.whole_file import whole_file


def test_it_takes_its_place_once_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("old")
    with whole_file(file) as output:
        output.write(b"new")
        assert file.read_text() == "old"
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        _break_off(file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def _break_off(file: Path) -> None:
    with whole_file(file) as output:
        output.write(b"ne")
        raise KeyboardInterrupt

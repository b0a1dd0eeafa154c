"""An image as files: arrays that any number of programs map into memory, valid for one database, layout and format.

A snapshot is a folder that is written under another name and renamed when it is whole, so that none is ever half there.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.columns import EMPTY
from graph.id_columns import ActorIds, IdColumn
from graph.image import Image, Shape
from graph.layers import arrange, unpacked

FORMAT = 2
"""Raised whenever what is in the files, or what it means, changes."""
ABOUT = "about.json"
OF_LAYER = ("words", "halves", "sources", "group_starts", "aside")
"""The arrays of a layer that hold all others."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Origin:
    """Of which database a snapshot is, and of which of its revisions."""

    lineage: str
    revision: int

    @property
    def folder(self) -> str:
        """The name of the snapshot."""
        return f"image-{FORMAT}-{self.lineage}-{self.revision:012d}"


def save(image: Image, folder: Path, origin: Origin) -> Path:
    """Write the thick layer of an image, which has nothing in its thin one; older snapshots of the database are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / origin.folder
    if place.exists():
        return place
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder))
    arrays = {name: getattr(image.base, name) for name in OF_LAYER}
    arrays |= {"ids": image.ids.values, "sorting": image.ids.sorting, "actors": image.actors.base.values}
    for name, array in arrays.items():
        _write(draft / f"{name}.npy", array)
    about = {
        "shape": _shape(image.shape),
        "groups": image.groups,
        "places": image.places,
        "prefixes": [image.ids.prefix.decode(), image.actors.base.prefix.decode()],
        "origin": asdict(origin),
    }
    (draft / ABOUT).write_text(json.dumps(about))
    try:
        draft.rename(place)
    except OSError:
        if not place.exists():  # else another worker was faster
            raise
        shutil.rmtree(draft)
    for older in folder.glob(f"image-*-{origin.lineage}-*"):  # of earlier formats too
        if older.name < place.name:
            shutil.rmtree(older, ignore_errors=True)  # a system that keeps mapped files in place removes it next time
    return place


def newest(folder: Path, origin: Origin, shape: Shape) -> tuple[Image, int] | None:
    """The latest snapshot of the database that is not later than the revision of `origin`, and its own revision."""
    for place in sorted(_snapshots(folder, origin.lineage), reverse=True):
        if place.name > origin.folder:
            log.warning("snapshot %s is of a later state than the database, which was put back; it is removed", place.name)
            shutil.rmtree(place, ignore_errors=True)
            continue
        try:
            image = _open(place, shape)
        except (OSError, ValueError, KeyError) as error:
            log.warning("snapshot %s cannot be used: %s", place.name, error)
            continue
        if image is not None:
            return image, int(place.name.rsplit("-", 1)[1])
    return None


def _open(place: Path, shape: Shape) -> Image | None:
    """The image in a folder, mapped; none if it is laid out in another way."""
    about: dict[str, Any] = json.loads((place / ABOUT).read_text())
    if about["shape"] != _shape(shape):
        return None
    base = unpacked(*(_map(place, name) for name in OF_LAYER))
    ids, actors = (prefix.encode() for prefix in about["prefixes"])
    names = _map(place, "actors")
    in_order = np.arange(len(names), dtype=np.int32)
    groups = tuple((kind, status) for kind, status in about["groups"])
    delta, none = arrange(EMPTY, len(groups), len(names), len(about["places"]))
    return Image(
        shape=shape,
        groups=groups,
        places=tuple(about["places"]),
        actors=ActorIds(IdColumn(actors, names, in_order)),
        ids=IdColumn(ids, _map(place, "ids"), _map(place, "sorting")),
        base=base,
        recent=EMPTY,
        recent_rows=none,
        delta=delta,
    )


def _snapshots(folder: Path, lineage: str) -> Iterator[Path]:
    return folder.glob(f"image-{FORMAT}-{lineage}-*")


def _write(path: Path, array: NDArray[Any]) -> None:
    with path.open("wb") as file:
        np.save(file, array)
        file.flush()
        os.fsync(file.fileno())


def _map(place: Path, name: str) -> NDArray[Any]:
    return np.asarray(np.load(place / f"{name}.npy", mmap_mode="r"))


def _shape(shape: Shape) -> list[Any]:
    return [[list(group) for group in shape.order], [sorted(map(list, held)) for held in shape.sets], sorted(shape.aside)]

"""Keeps the image in step with the tables: takes in what changed, and merges it into the thick layer in the background."""

import logging
import threading
from collections import deque
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.image import Image, Shape, load, merged, refreshed
from graph.image_file import Origin, newest, save
from graph.memory import BEFORE_ALL
from graph.store import revision
from graph.tables import Revision

FEWEST, MOST = 1_000, 50_000
"""Changed facts above which the layers are merged: a twentieth of all, within these bounds."""
EARLIER = 16
"""Images kept of the last revisions that were asked for; they share all but what changed between them."""
WORTH_SAVING = 100_000
"""Facts from which on an image is saved; one of fewer is read from the tables as fast."""

log = logging.getLogger(__name__)


class ImageKeeper:
    """The image of the tables that a session sees. Safe to share between threads."""

    def __init__(self, shape: Shape, folder: Path | None = None, worth_saving: int = WORTH_SAVING, fewest: int = FEWEST) -> None:
        """With a `folder`, images of `worth_saving` facts and more are kept there for the next start and other programs.

        The layers are merged when more facts than `fewest` changed, and a good many of all.
        """
        self._shape = shape
        self._folder = folder
        self._worth_saving = worth_saving
        self._fewest = fewest
        self._lock = threading.Lock()
        self._kept: deque[tuple[int, Image]] = deque(maxlen=EARLIER)
        self._lineage: str | None = None
        self._saved = BEFORE_ALL
        self._worker: threading.Thread | None = None

    def get(self, session: Session) -> Image:
        """The image at the revision that `session` sees; only for sessions that have changed nothing.

        It is a later one where so many were asked for meanwhile that none so early is kept.
        """
        return self.at(session, revision(session))

    def at(self, session: Session, seen: int) -> Image:
        """The same, where it is known which revision the session sees."""
        return self._seen(session, seen)[1]

    def just_at(self, session: Session) -> Image | None:
        """The image at the revision that `session` sees; none where only later ones are kept."""
        seen = revision(session)
        at, image = self._seen(session, seen)
        return image if at == seen else None

    def _seen(self, session: Session, seen: int) -> tuple[int, Image]:
        with self._lock:
            if not self._kept:
                self._kept.append(self._first(session, seen))
            at, image = next((kept for kept in reversed(self._kept) if kept[0] <= seen), self._kept[0])
            if at < seen:
                at, image = seen, refreshed(session, image, at)
            if at > self._kept[-1][0]:
                self._kept.append((at, image))
            self._tend()
            return at, image

    def forget_earlier(self) -> None:
        """Keep the newest image alone."""
        with self._lock:
            while len(self._kept) > 1:
                self._kept.popleft()

    def close(self) -> None:
        """Wait for work in the background to end."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _first(self, session: Session, seen: int) -> tuple[int, Image]:
        self._lineage = session.execute(select(Revision.lineage)).scalar_one()
        if self._folder is not None and (found := newest(self._folder, Origin(self._lineage, seen), self._shape)):
            image, self._saved = found
            return self._saved, image
        return seen, load(session, self._shape)

    def _tend(self) -> None:
        """Begin what is to be done in the background, if there is anything and nothing is being done."""
        at, image = self._kept[-1]
        if self._worker is not None and self._worker.is_alive():
            return
        grown = len(image.recent.ids) + image.dead > max(self._fewest, min(MOST, len(image.ids) // 20))
        unsaved = self._folder is not None and self._saved == BEFORE_ALL and image.facts >= self._worth_saving
        if grown or unsaved:
            self._worker = threading.Thread(target=self._merge, args=(image, at), name="image-merge")
            self._worker.start()

    def _merge(self, image: Image, at: int) -> None:
        """Merge the layers of the image of a revision, take it into use, and save it."""
        try:
            whole = merged(image) if len(image.recent.ids) or image.dead else image
            with self._lock:  # what changed since then is taken in by the next who asks
                self._kept.clear()
                self._kept.append((at, whole))
            if self._folder is not None and self._lineage is not None and whole.facts >= self._worth_saving:
                save(whole, self._folder, Origin(self._lineage, at))
                self._saved = at
        except Exception:
            log.exception("the image of revision %d could not be merged and saved; it is used as it is", at)

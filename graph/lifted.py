"""The image with persons lifted to the states and bodies that they acted for at the time, or with these beside them."""

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from graph.columns import UNDATED, UNKNOWN_END, UNKNOWN_START, distinct
from graph.counterparts import Office, States
from graph.image import Image, columns_of, rebuilt
from graph.layers import runs

NOBODY = -1


class Lifter:
    """Keeps the lifted images of the latest image. Safe to share between threads.

    They are made anew when the image has changed, in about the time that it takes to merge its layers.
    """

    def __init__(self, states: Callable[[Session], States]) -> None:
        self._states = states
        self._lock = threading.Lock()
        self._of: Image | None = None
        self._made: dict[bool, Image] = {}

    def get(self, session: Session, image: Image, *, beside: bool) -> Image:
        """The image with states in place of persons, or `beside` them."""
        with self._lock:
            if self._of is not image:
                self._of, self._made = image, {}
            if beside not in self._made:
                self._made[beside] = lifted(image, self._states(session), beside=beside)
            return self._made[beside]


def lifted(image: Image, states: States, *, beside: bool) -> Image:
    """The image in which whoever acted for a state or body is that state or body, or, if `beside`, is so too."""
    columns = columns_of(image)
    offices = [(person, office) for person, held in states.offices.items() for office in held]
    homes = list(states.homes.items())
    actors, bodies = image.actors.with_new([*(office.of for _, office in offices), *(state for _, state in homes)])
    persons = np.array([actors.number(person) for person, _ in (*offices, *homes)], np.int64)
    known = persons >= 0
    home = np.full(len(actors), NOBODY, np.int64)
    home[persons[len(offices) :][known[len(offices) :]]] = bodies[len(offices) :][known[len(offices) :]]
    held = _Offices(persons[: len(offices)], bodies[: len(offices)], offices, len(actors))
    start, end = columns.start[columns.part_fact], columns.end[columns.part_fact]
    first, last = np.where(start == UNDATED, UNKNOWN_START, start), np.where(start == UNDATED, UNKNOWN_END, end)
    body = held.of(columns.part_actor, first, last, dated=True)
    for fallback in (home[columns.part_actor], held.of(columns.part_actor, first, last, dated=False)):
        body = np.where(body == NOBODY, fallback, body)
    lifted_to = np.where(body == NOBODY, columns.part_actor, body)
    parts = [(columns.part_fact, lifted_to, columns.part_aside)]
    if beside:
        parts.append((columns.part_fact, columns.part_actor, columns.part_aside))
    fact, actor, aside = distinct(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return rebuilt(image, columns._replace(part_fact=fact, part_actor=actor, part_aside=aside), actors)


class _Offices:
    """Offices sorted by their holders, those that most sources tell of first."""

    def __init__(self, persons: NDArray[np.int64], bodies: NDArray[np.int32], offices: list[tuple[str, Office]], actors: int):
        order = np.argsort(persons, kind="stable")
        order = order[persons[order] >= 0]
        self.body = bodies[order]
        held = [offices[i][1] for i in order]
        self.start = np.array([office.start.toordinal() if office.start else UNKNOWN_START for office in held], np.int64)
        self.end = np.array([office.end.toordinal() if office.end else UNKNOWN_END for office in held], np.int64)
        self.dated = np.array([bool(office.start or office.end) for office in held], bool)
        self.first = np.searchsorted(persons[order], np.arange(actors + 1))

    def of(
        self, actor: NDArray[np.int32], first: NDArray[np.int32], last: NDArray[np.int32], *, dated: bool
    ) -> NDArray[np.int64]:
        """For whom each actor acted between two days, by the first of its offices with or without dates that fits."""
        sizes = self.first[actor + 1] - self.first[actor]
        which, office = np.repeat(np.arange(len(actor)), sizes), runs(self.first[actor], sizes)
        fits = (self.dated[office] == dated) & (self.start[office] <= last[which]) & (self.end[office] >= first[which])
        body = np.full(len(actor), NOBODY, np.int64)
        chosen, at = np.unique(which[fits], return_index=True)
        body[chosen] = self.body[office[fits][at]]
        return body

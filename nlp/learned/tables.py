"""What the network says of one sentence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learned.frames import Frame

Floats = NDArray[np.floating]


@dataclass(slots=True)
class Tables:
    """What the network says of one sentence; scores are logits.

    `relations[i, j, r]`: relation r from node i to node j. `choices[i, j]`: statuses and formats of that pair.
    `begins[i, t, s]`: a span of sort s that belongs to node i begins at piece t. `ends[f, t]`: where a span of field f
    that begins at t ends. Pieces are counted from the frame's begin; `offsets` are their places in the text.
    """

    frame: Frame
    offsets: list[tuple[int, int]]
    relations: Floats
    choices: Floats
    begins: Floats
    ends: NDArray[np.int_]

"""What the people of a project have agreed upon, as text by name; a name that is not there stands for the usual."""

from typing import Final

import msgspec

from app.errors import DAMAGED

REASONS: Final = "reasons"
PHASE: Final = "phase"
OTHERS_ONLY: Final = "others only"
AUTO_ACCEPT: Final = "auto-accept"
TAGS: Final = "tags"
MERGES: Final = "merges"
"""Names. OTHERS_ONLY, when it has a text: nobody verifies what they handed in themselves. MERGES: the names of the
mergings with other copies that are in effect, with spaces."""

PHASES: Final = (1, 2, 3)
"""Which tools a project uses: SAM on every frame; a propagated mask that is redrawn where it is bad; all of SAM 2."""
USUAL_PHASE: Final = 3
FROM_MEMORY: Final = 3
"""From this phase on the model answers prompts from memory, and corrects what it has tracked."""
TRACKING: Final = 2
"""From this phase on masks are tracked."""
MAX_REASONS: Final = 9
"""One for each number key."""
USUAL_TAGS: Final = ("occlusion", "look-alike", "fast", "thin", "shot change", "left the frame")
"""What makes an object hard; a project has these and its own."""
MAX_TAGS: Final = 50
"""Of a project, and so of an object."""


def reasons_in(text: str | None) -> tuple[str, ...]:
    """Return the reasons for an unsatisfactory masklet in the text of a convention, () where it is none."""
    try:
        return msgspec.json.decode(text or "[]", type=tuple[str, ...])[:MAX_REASONS]
    except DAMAGED:
        return ()


def tags_in(text: str | None) -> tuple[str, ...]:
    """Return the usual tags and the project's own in the text of a convention."""
    try:
        own = msgspec.json.decode(text or "[]", type=tuple[str, ...])
    except DAMAGED:
        own = ()
    return tuple(dict.fromkeys((*USUAL_TAGS, *own)))[:MAX_TAGS]


def text_of(words: tuple[str, ...]) -> str:
    """Return the text of a convention for these reasons or tags."""
    return msgspec.json.encode(words).decode()


def phase_in(text: str | None) -> int:
    """Return the phase in the text of a convention, the usual one where it is none."""
    return int(text) if text in {str(phase) for phase in PHASES} else USUAL_PHASE

"""The keys of actions: defaults and what the person changed, and keys that two actions share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from app.project.model import Stage
from app.ui.actions.action import Action


@dataclass(frozen=True, slots=True)
class KeyConflict:
    """A key that two or more actions have."""

    key: QKeySequence
    actions: tuple[str, ...]


def keys_of(action: Action, changed: Mapping[str, str]) -> list[QKeySequence]:
    """Return the keys of an action: those in `changed` (Qt's portable text, several parted by "; "), else its own."""
    text = changed.get(action.id)
    if text is not None:
        return parse_keys(text)
    return [QKeySequence(key) for key in action.keys]


def parse_keys(text: str) -> list[QKeySequence]:
    """Return the keys in portable text; keys unknown to Qt are left out."""
    keys = QKeySequence.listFromString(text, QKeySequence.SequenceFormat.PortableText)
    return [key for key in keys if not key.isEmpty() and "Unknown" not in key.toString()]


def write_keys(keys: Sequence[QKeySequence]) -> str:
    """Return keys as the portable text that `parse_keys` reads."""
    return QKeySequence.listToString([k for k in keys if not k.isEmpty()], QKeySequence.SequenceFormat.PortableText)


def keys_text(keys: Sequence[QKeySequence]) -> str:
    """Return keys as the operating system writes them; both that end a line are called Enter."""
    texts = (key.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter") for key in keys)
    return "  ".join(dict.fromkeys(texts))


def conflicts(actions: Sequence[Action], changed: Mapping[str, str]) -> list[KeyConflict]:
    """Return the keys that more than one action has in the same stage, or more than one of all stages."""
    users: dict[tuple[str, Stage | None], list[str]] = {}
    for action in actions:
        for key in keys_of(action, changed):
            users.setdefault((key.toString(), action.stage), []).append(action.id)
    return [KeyConflict(QKeySequence(key), tuple(ids)) for (key, _), ids in users.items() if len(set(ids)) > 1]


def owner_of(key: QKeySequence, actions: Sequence[Action], changed: Mapping[str, str]) -> Action | None:
    """Return the action that has `key` now."""
    return next((a for a in actions if key in keys_of(a, changed)), None)


def rebound(
    actions: Sequence[Action], changed: Mapping[str, str], action: Action, keys: Sequence[QKeySequence]
) -> dict[str, str]:
    """Return `changed` with `action` bound to `keys`; other actions lose them, so that no key means two things."""
    after = dict(changed)
    for other in actions:
        if other.id == action.id or other.stage is not action.stage:
            continue
        before = keys_of(other, changed)
        remaining = [key for key in before if key not in keys]
        if remaining != before:
            after[other.id] = write_keys(remaining)
    after[action.id] = write_keys(keys)
    by_id = {a.id: a for a in actions}
    return {
        id: text
        for id, text in after.items()
        if id not in by_id or parse_keys(text) != [QKeySequence(key) for key in by_id[id].keys]
    }

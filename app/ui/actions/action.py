"""What one action is: a row of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.project.model import Stage
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions


class Menu(Enum):
    """A menu of the menu bar, and a group of the shortcut sheet. The value is its title, to be translated."""

    FILE = str(QT_TRANSLATE_NOOP("Actions", "File"))
    EDIT = str(QT_TRANSLATE_NOOP("Actions", "Edit"))
    VIEW = str(QT_TRANSLATE_NOOP("Actions", "View"))
    PLAYBACK = str(QT_TRANSLATE_NOOP("Actions", "Playback"))
    VIDEO = str(QT_TRANSLATE_NOOP("Actions", "Video"))
    OBJECT = str(QT_TRANSLATE_NOOP("Actions", "Object"))
    TRACK = str(QT_TRANSLATE_NOOP("Actions", "Track"))
    STAGE = str(QT_TRANSLATE_NOOP("Actions", "Stage"))
    TOOLS = str(QT_TRANSLATE_NOOP("Actions", "Tools"))
    HELP = str(QT_TRANSLATE_NOOP("Actions", "Help"))


def always(_conditions: Conditions) -> bool:
    """Enabled under all conditions."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """A row. `text` is to be translated in `context`; `keys` are defaults in Qt's portable text.

    `checked` makes the action a switch. `detail` adds words that change, such as the title of the step to undo;
    `renamed` puts other words in the place of the text, unless they are empty.
    `section` parts a menu by lines. An action with `in_menu` False is in the sheet and the command search only.
    `repeats`: holding the key repeats it. `number` stands for {number} in the text. `stage`: the only one in which its
    keys count; there they are taken from actions of all stages. One that `lends` leaves its keys to those while it is
    disabled.
    """

    id: str
    menu: Menu
    text: str
    run: Callable[[ActionTarget], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[Conditions], bool] = always
    checked: Callable[[Conditions], bool] | None = None
    detail: Callable[[Conditions], str] | None = None
    renamed: Callable[[Conditions], str] | None = None
    section: int = 0
    in_menu: bool = True
    repeats: bool = False
    number: int = 0
    stage: Stage | None = None
    lends: bool = False
    context: str = "Actions"

    @property
    def title(self) -> str:
        """The text in the person's language."""
        return QCoreApplication.translate(self.context, self.text).format(number=self.number)


@dataclass(frozen=True, slots=True)
class ActionFactory:
    """Makes the rows of one menu, whose ids begin with its name. `default_enabled` is for rows without an own."""

    menu: Menu
    default_enabled: Callable[[Conditions], bool] = always

    def __call__(
        self,
        id: str,
        text: str,
        run: Callable[[ActionTarget], object],
        keys: tuple[str, ...] = (),
        icon: str = "",
        enabled: Callable[[Conditions], bool] | None = None,
        section: int = 0,
    ) -> Action:
        """Return a row."""
        name = f"{self.menu.name.lower()}.{id}"
        return Action(name, self.menu, text, run, keys, icon, enabled or self.default_enabled, section=section)

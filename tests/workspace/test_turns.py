from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.workspace.turns import Later, Turns


def _noting(turns: Turns, parent: QObject, name: str, told: list[str]) -> Later:
    later = Later(turns, parent)
    later.due.connect(lambda: told.append(name))
    return later


def test_each_has_a_turn_of_its_own_in_the_order_in_which_they_asked(qtbot: QtBot) -> None:
    turns, parent, told = Turns(), QObject(), list[str]()
    first, second = (_noting(turns, parent, name, told) for name in ("first", "second"))
    between = QTimer(parent, interval=0)
    between.timeout.connect(lambda: told.append("a turn"))
    between.start()
    second.start()
    first.start()
    second.start()
    assert (told, turns.busy, second.waiting) == ([], True, True)
    qtbot.waitUntil(lambda: "first" in told)
    assert [name for name in told if name != "a turn"] == ["second", "first"]
    assert "a turn" in told[told.index("second") : told.index("first")]
    assert not turns.busy


def test_who_asks_in_a_turn_waits_for_another(qtbot: QtBot) -> None:
    turns, parent, told = Turns(), QObject(), list[str]()
    first, second = (_noting(turns, parent, name, told) for name in ("first", "second"))
    first.due.connect(lambda: first.start() if len(told) < 3 else None)
    first.start()
    second.start()
    qtbot.waitUntil(lambda: not turns.busy)
    assert told == ["first", "second", "first"]


def test_none_is_given_to_what_gave_up_or_is_gone(qtbot: QtBot) -> None:
    turns, parent, told = Turns(), QObject(), list[str]()
    owner = QObject()
    gone, given_up, last = (
        _noting(turns, of, name, told) for of, name in ((owner, "gone"), (parent, "given up"), (parent, "last"))
    )
    for later in (gone, given_up, last):
        later.start()
    given_up.stop()
    delete(owner)
    qtbot.waitUntil(lambda: not turns.busy)
    assert told == ["last"]

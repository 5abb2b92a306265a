"""The threads of a workspace, one for each thing that is waited for."""

from collections.abc import Iterator

from PySide6.QtCore import QObject

from app.workspace.jobs.worker import Worker


class WorkspaceThreads:
    """`engine` computes, `decoder` decodes what is shown, `background` does short work on the disk.

    `transfer` reads and writes much, on disks far away, too; `downloads` waits for the network.
    """

    def __init__(self, parent: QObject) -> None:
        self.engine = Worker("engine", parent)
        self.decoder = Worker("decoder", parent)
        self.background = Worker("background", parent, outlives_window=True)
        self.transfer = Worker("transfer", parent, outlives_window=True)
        self.downloads = Worker("downloads", parent)

    def __iter__(self) -> Iterator[Worker]:
        return iter((self.engine, self.decoder, self.background, self.transfer, self.downloads))

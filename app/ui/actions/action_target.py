"""What actions act on: the main window, as far as the table of actions needs to know it."""

from enum import Enum
from typing import Protocol

from app.project.model import Direction, Stage, VideoId
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.ui.timeline.timeline import Timeline
from app.workspace.workspace import Workspace


class WindowPart(Enum):
    """A part of the window that can be hidden."""

    OBJECTS = "objects"
    OPTIONS = "options"
    TIMELINE = "timeline"
    FILMSTRIP = "filmstrip"


class StageDialogs(Protocol):
    """The dialogs of the stages."""

    def ask_annotator(self) -> None:
        """Ask who works from now on."""

    def name_candidate(self) -> None:
        """Ask what the candidate in hand is, and accept it as that."""

    def show_history(self) -> None:
        """Show the history of the active object."""

    def edit_reasons(self) -> None:
        """Edit the reasons for an unsatisfactory masklet."""

    def show_auto_accept(self) -> None:
        """Show what auto-accept would do, and its switch."""


class ActionDialogs(Protocol):
    """The dialogs that actions open. Those on media, masks and merging need an open project."""

    def new_project(self) -> None:
        """Ask for name, folder and videos of a new project, and make it."""

    def open_project(self) -> None:
        """Ask for a project folder, and open it."""

    def add_videos(self) -> None:
        """Ask for videos to add to the project."""

    def add_image_folder(self) -> None:
        """Ask for a folder of images to add to the project."""

    def relink(self) -> None:
        """Ask for the new location of the current video's media."""

    def merge(self) -> None:
        """Ask for a copy of the project, and for whose is kept where both have changed the same."""

    def export(self) -> None:
        """Open the export dialog."""

    def choose_annotation_rate(self) -> None:
        """Ask on which frames the project annotates."""

    def choose_values(self) -> None:
        """Ask which values of the current video's deep pictures are black and white."""

    def import_masks(self) -> None:
        """Open the dialog that takes in masks of other tools."""

    def find_command(self) -> None:
        """Search all actions."""

    def show_settings(self) -> None:
        """Open the settings."""

    def show_shortcuts(self) -> None:
        """Open the shortcut sheet."""

    def show_guide(self) -> None:
        """Show the guide."""

    def show_whats_new(self) -> None:
        """Show what has changed, version by version."""

    def show_about(self) -> None:
        """Show version and licences."""

    def carry_mask(self, direction: Direction) -> None:
        """Ask how far the masks of this frame are carried, on or back, and do it."""


class ActionTarget(Protocol):
    """The main window. `workspace`, `canvas` and `timeline` may only be read while a project is open."""

    @property
    def has_project(self) -> bool:
        """True while a project is open."""
        ...

    @property
    def workspace(self) -> Workspace:
        """The open project."""
        ...

    @property
    def canvas(self) -> Canvas:
        """Its canvas."""
        ...

    @property
    def timeline(self) -> Timeline:
        """Its timeline."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    @property
    def dialogs(self) -> ActionDialogs:
        """The dialogs that actions open."""
        ...

    def show_recent(self) -> None:
        """Show the menu of recent projects."""

    def close_project(self) -> None:
        """Go back to the start page."""

    def go_to_frame(self) -> None:
        """Focus the field of the frame number."""

    def show_jobs(self) -> None:
        """Show the running and the waiting jobs."""

    def show_numbers(self) -> None:
        """Show what the work came to, beside the paper's numbers."""

    def show_improving(self) -> None:
        """Show what improving the model with the project's masklets comes to, or how far it is."""

    def start_tour(self) -> None:
        """Go through the first steps, beside the real controls."""

    def open_sample(self) -> None:
        """Open the bundled sample."""

    @property
    def selected_videos(self) -> tuple[VideoId, ...]:
        """The videos selected in the list, in its order."""
        ...

    def rename_video(self) -> None:
        """Edit the current video's name in the list."""

    def rename_active(self) -> None:
        """Edit the active object's name in the list."""

    def color_active(self) -> None:
        """Ask for another color of the active object."""

    def categorize_selected(self) -> None:
        """Ask for the category of the selected objects."""

    def tag_selected(self) -> None:
        """Show the menu of tags of the selected objects."""

    def reassign_active(self) -> None:
        """Ask for the object that gets the masks of the range, and move them to it."""

    @property
    def stage(self) -> Stage:
        """The stage that the window shows."""
        ...

    @property
    def stage_dialogs(self) -> StageDialogs:
        """The dialogs of the stages, for the open project."""
        ...

    def show_stage(self, stage: Stage) -> None:
        """Show another stage."""

    def toggle_part(self, part: WindowPart) -> None:
        """Show or hide a part of the window."""

    def part_shown(self, part: WindowPart) -> bool:
        """Return whether a part is shown."""
        ...

    def toggle_masks_hidden(self) -> None:
        """Show the frame alone, or the masks again."""

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""

    def focus_next_area(self) -> None:
        """Give the keyboard to the next area of the window."""

    def close_window(self) -> None:
        """Close the window. A run is stopped; the masks it has made stay."""

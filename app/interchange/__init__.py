"""Ways in and out: masks in the formats of other tools, one format a file, and the table of formats.

One value crosses the door of every format, in both directions: `AnnotatedClip` (clip.py), one video with its masklets,
whose masks are run lengths by (object, frame). A project makes one of each of its videos, a reader one of what it
finds; what a project does not know (SA-V's environment and split, how many frames somebody edited elsewhere) stays with
the clip, so that a file can be read and written without a project.

Out: `formats.py` is the table. A row says what its format can hold (`Holds`), which options it has, how it is written
and read, and how its files are told by looking at them. Help, dialog and README are made from it. What is lost is
computed from `Holds` and the masks (losses.py), with counts, before anything is written; a format has no check of its
own. `writing.py` chooses objects and frames (`WriteOptions`), lets the format's writer fill a hidden folder beside the
destination (staging.py), and moves it there at the end: a stopped or killed export leaves no half data set to be seen,
touches nothing that it did not make, and the next one of the same goes on in its folder. So a writer puts each file in
place whole (`output.placed`) and leaves those that are there. It is a generator over `Outgoing` clips that yields None
for every frame done and a Loss for what it finds out on the way; it holds a frame at a time. `estimate.py` lets it
write a sample before.

In: `reading.py` looks at what lies at a path (names of folders and keys of JSON, never suffixes alone), lets the reader
of the format make clips of it, and bounds every size before memory is taken for it. A reader trusts nothing: what is
wrong is an ImportFileError in one line. How clips fit the videos of a project is `fitting.py`, what is decided about it
`questions.py`; that it becomes one edit is the workspace's.

Nothing here knows the open project or the model, and no format knows another: what two of them need (run lengths of
COCO, label pictures, frames as files, names of files) has a file of its own.
"""

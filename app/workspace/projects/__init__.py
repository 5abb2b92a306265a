"""From a folder, a media file or the sample to what a workspace starts with. The open project itself is `workspace`."""

"""The only place that touches the disk: find, read, append, undo. Nothing here judges."""

"""What a record needs of the operating system: the one place that differs from system to system.

Folders opened without following links, files put in place whole, locks, syncing, private modes,
limits for a process, who the user is, how a command line is written. Chosen once, here; what each
system keeps and what it cannot is in docs/reliability.md.
"""

import sys

from valueback.system.common import Found, NotPlainError, TooLargeError, cores, processes

if sys.platform == "win32":
    from valueback.system.windows import (
        ENCODING,
        OpenFolder,
        can_exchange,
        country,
        full_name,
        is_closed,
        is_own_place,
        is_root,
        is_running,
        itself,
        limit_self,
        make_folders,
        opened,
        quoted,
        split,
        usual_editor,
    )
else:
    from valueback.system.posix import (
        ENCODING,
        OpenFolder,
        can_exchange,
        country,
        full_name,
        is_closed,
        is_own_place,
        is_root,
        is_running,
        itself,
        limit_self,
        make_folders,
        opened,
        quoted,
        split,
        usual_editor,
    )

__all__ = [
    "ENCODING",
    "Found",
    "NotPlainError",
    "OpenFolder",
    "TooLargeError",
    "can_exchange",
    "cores",
    "country",
    "full_name",
    "is_closed",
    "is_own_place",
    "is_root",
    "is_running",
    "itself",
    "limit_self",
    "make_folders",
    "opened",
    "processes",
    "quoted",
    "split",
    "usual_editor",
]

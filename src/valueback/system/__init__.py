"""What a record needs of the operating system: the one place that differs from system to system.

Folders opened without following links, files put in place whole, locks, syncing, private modes,
limits for a process, who the user is, how a command line is written. Chosen once, here; what each
system keeps and what it cannot is in docs/reliability.md. Every part offers the same names.
"""

import sys

from valueback.system.common import Found as Found
from valueback.system.common import NotPlainError as NotPlainError
from valueback.system.common import TooLargeError as TooLargeError
from valueback.system.common import cores as cores
from valueback.system.common import processes as processes

if sys.platform == "win32":
    from valueback.system.windows import *  # noqa: F403  # what it names in __all__
else:
    from valueback.system.posix import *  # noqa: F403  # what it names in __all__

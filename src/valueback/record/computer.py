"""What this computer knows of its user: name, time zone, language. Used once, for defaults."""

from __future__ import annotations

import getpass
import os

from valueback import system


def user_name() -> str:
    """The user's full name as the computer knows it, else the login name."""
    try:
        return system.full_name() or getpass.getuser()
    except (KeyError, OSError):
        return ""


def zone_name() -> str:
    """The name of this computer's time zone; UTC where it has none."""
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):
        return "UTC"


def language() -> str:
    """The locale that the environment asks for, such as `pt_BR`; empty where it asks for none."""
    for name in ("LC_ALL", "LC_MONETARY", "LANG"):
        value = os.environ.get(name, "").split(".")[0].split("@")[0]
        if value and value not in ("C", "POSIX"):
            return value
    return ""

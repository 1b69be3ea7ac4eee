"""What this computer knows of its user: name, time zone, language. Used once, for defaults."""

from __future__ import annotations

import getpass

from valueback import system


def user_name() -> str:
    """The user's full name as the computer knows it, else the login name; empty without either."""
    try:
        return system.full_name() or getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows looks for a module that it has not
        return ""


def zone_name() -> str:
    """The name of this computer's time zone; UTC where it has none."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):
        return "UTC"
    return "UTC" if name in _UTC else name


def language() -> str:
    """The locale that the computer is set to, such as `pt_BR`; empty where it says none."""
    return system.country()


_UTC = ("Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Zulu", "Zulu", "UCT")
"""Other names of it, which some systems give."""

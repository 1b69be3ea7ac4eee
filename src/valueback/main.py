"""The way in, and out. `--version` answers before anything is imported."""

import atexit
import gc
import os
import sys

_OBJECTS = 100_000
"""How many new objects Python waits for before it looks for garbage: with its own 700, a command
spends a fourteenth of its time looking through modules that it just loaded.
"""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(_OBJECTS)
    _without_pydantic_plugins()
    if sys.argv[1:] == ["--version"]:
        from valueback import __version__

        sys.stdout.write(f"valueback {__version__}\n")
        return
    if "--pdf" in sys.argv:
        from valueback.render.pdf import get_ready

        get_ready()
    from valueback.cli.start import run

    try:
        run()
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End the process at once: taking apart what it loaded costs a command a fifth of its time.

    By then all is on the disk: files are synced and closed where they are written. What a stream
    still holds is written here; where that fails, Python ends, and says so, as it always does.
    """
    if "coverage" in sys.modules or not (end.code is None or isinstance(end.code, int)):
        raise end
    atexit._run_exitfuncs()  # noqa: SLF001  # what Python itself runs at its end
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise end from None
    os._exit(end.code or 0)


def _without_pydantic_plugins() -> None:
    """Spare every command the search for pydantic plugins among all installed packages.

    Importing what searches costs a command a tenth of its time even where the search is switched
    off by the variable, so a module that finds none stands in for it. Whatever pydantic may change
    there, the variable keeps plugins off; a test watches that the stand-in still saves the import.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    name = "pydantic.plugin._loader"
    if name not in sys.modules:
        finder = type(sys)(name)
        finder.get_plugins = tuple  # type: ignore[attr-defined]  # no plugins
        sys.modules[name] = finder


if __name__ == "__main__":
    main()

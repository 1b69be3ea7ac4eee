"""The command line of this process, read the short way where it is plain, else the long way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from valueback import system
from valueback.cli import plain
from valueback.cli.answers import tell
from valueback.cli.process import is_terminal
from valueback.cli.verb import carried_out, discard_stdout, told


def run() -> None:
    """Run the command line of this process; leaves by SystemExit."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115  # as long as the process
        stream = getattr(sys, name)
        encoding = None if is_terminal(stream) else system.ENCODING
        stream.reconfigure(errors="backslashreplace", encoding=encoding)
    words, program = sys.argv[1:], "vb" if Path(sys.argv[0]).name == "vb" else "valueback"
    try:
        if f"_{program.upper()}_COMPLETE" in os.environ:
            from valueback.cli.proposals import proposed

            found = proposed(program, os.environ)
            if found is not None:
                sys.stdout.write(f"{found}\n")
                return
        line = plain.read(words)
        if line is not None:
            with told(lambda: line.verb.name, json="--json" in words):
                carried_out(*line)
        from valueback.cli.app import app

        app(prog_name=program)
    except OSError as error:  # the help could not be written
        discard_stdout()
        tell(f"The answer could not be written: {error.strerror}.", "")
        sys.exit(3)

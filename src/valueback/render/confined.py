"""The user's own templates, carried out in a process of its own with limits of time and memory.

A template is a small program: it may loop for ever, or multiply texts until the computer has no
memory left. What is asked for comes by standard input, what became of it goes to standard output.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from valueback import system
from valueback.render.templating import Syntax, Wrong, compiled, filled_in

SECONDS = 5
"""How long a template may compute."""

_WAIT = 30
"""After how many seconds nobody waits any longer, be the computer ever so busy."""

_MEMORY = 512 * 1024 * 1024
_LARGEST = 8 * 1024 * 1024
"""The largest paper, in bytes, as in the record."""


class Given(NamedTuple):
    """A template on its way to that process."""

    text: str
    file: str
    is_own: bool


class Job(NamedTuple):
    """What is to be carried out; without a form, the template is only read, and held to the names
    that its paper has.
    """

    name: str
    templates: dict[str, Given]
    context: Mapping[str, Any]
    form: Syntax | None
    names: tuple[str, ...] = ()


def carried_out(job: Job) -> str | Wrong | None:
    """What a template gives, or why it cannot be used; None where it was only to be read, and can.

    Nothing of the work tree or the environment is run: `-P -E`.
    """
    words = [sys.executable, "-P", "-E", "-m", "valueback.render.confined"]
    file = job.templates[job.name].file
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            words, input=pickle.dumps(job), capture_output=True, timeout=_WAIT, check=False
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        found = None
    except ValueError:
        found = None
    if found is None:
        return Wrong("it takes too long, or needs too much memory", file, 1)
    if found["wrong"] is not None:
        return Wrong(*found["wrong"])
    text: str | None = found["text"]
    return text


def _done(job: Job) -> str | Wrong | None:
    if job.form is None:
        return compiled(job.name, job.templates.get, job.names)
    text = filled_in(job.name, job.context, job.form, job.templates.get)
    if isinstance(text, str) and len(text.encode(errors="surrogatepass")) > _LARGEST:
        file = job.templates[job.name].file
        return Wrong(f"it makes more than {_LARGEST // 1024 // 1024} MiB", file, 1)
    return text


def _stop(_number: int, _frame: object) -> NoReturn:
    raise TimeoutError


def main() -> None:
    """Carry out the job that comes by standard input."""
    system.limit_self(SECONDS, _MEMORY, _stop)
    job: Job = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  # from the process that began us
    found = _done(job)
    wrong = found if isinstance(found, Wrong) else None
    json.dump({"text": None if wrong else found, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main()

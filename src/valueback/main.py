"""The way in. `--version` answers before anything is imported."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from valueback import __version__

        sys.stdout.write(f"valueback {__version__}\n")
        return
    from valueback.cli.app import run

    run()


if __name__ == "__main__":
    main()

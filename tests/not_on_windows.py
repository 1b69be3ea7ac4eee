"""Tests that Windows cannot run, by what it lacks; there they are left out, with that reason.

Whatever else fails there is a fault (`make check-windows`).
"""

from __future__ import annotations

import os
import sys

import pytest

REASONS = {
    "modes that keep others out do not exist there": (
        "test_only_the_owner_can_read",
        "test_a_file_is_kept_with_the_entry_and_hashed_again",
        "test_doctor_names_what_is_wrong_and_changes_nothing[rights]",
        "test_fix_mends_what_is_safe_and_says_so",
    ),
    "Wine shows what a link leads to, and no link": (
        "test_doctor_names_what_is_wrong_and_changes_nothing[folder]",
        "test_fix_stays_inside_and_carries_on",
    ),
    "processes cannot be stopped halfway there as here": (
        "test_a_kill_between_the_two_writes_leaves_no_entry_without_a_seal",
        "test_a_text_left_in_an_editor_is_found",
    ),
    "two files cannot change places there": (
        "test_a_swap_that_brings_out_somebody_elses_text_is_taken_back",
    ),
    "the editor of the test is of POSIX, or writes other line ends there": (
        "test_unchanged_does_nothing",
        "test_an_editor_that_fails_or_is_missing",
    ),
    "pipes with a name do not exist there": ("test_a_file_that_is_none",),
    "the system says where documents are, not the environment": (
        "test_the_first_client_begins_a_practice_and_says_so",
        "test_without_a_practice_it_says_how_to_begin",
    ),
    "the test bed's data know another number of time zones": (
        "test_every_report_answers_as_before[2026-01-26T08:00]",
        "test_every_report_answers_as_before[2026-03-04T09:00]",
        "test_every_report_answers_as_before[2026-09-01T09:00]",
    ),
    "the program that is asked is not on the test bed": (
        "test_the_ledger_passes_the_check_of_beancount",
        "test_a_hostile_name_is_a_name",
        "test_another_reader_reads_the_feed",
        "test_the_story_gives_the_files_of_the_example",
    ),
}


def left_out(items: list[pytest.Item]) -> None:
    """Mark what is not run there."""
    if sys.platform == "win32":
        for item in items:
            for reason, names in REASONS.items():
                if item.name in names:
                    item.add_marker(pytest.mark.skip(reason))


def needs_editor() -> None:
    """Leave the test out where its editor is a program of POSIX."""
    first = os.environ.get("EDITOR", "").partition(" ")[0]
    if sys.platform == "win32" and first in ("sed", "cp", "true"):
        pytest.skip("the editor of the test is a program of POSIX")


def needs_terminal() -> None:
    """Leave the test out where there are no pseudo-terminals."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals do not exist there")

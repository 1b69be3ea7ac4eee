"""What the record goes through; `python -m tests.soak` runs all of it at length."""

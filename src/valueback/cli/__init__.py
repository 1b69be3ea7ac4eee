"""The command line: parses words, reads the clock, calls what does the work, prints. Thin."""

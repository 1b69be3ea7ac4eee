"""A Windows to try valueback on, under Wine."""

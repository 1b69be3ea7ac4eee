"""valueback: engagements sold on trust, kept as plain text and judged with evidence."""

__version__ = "0.1.0"

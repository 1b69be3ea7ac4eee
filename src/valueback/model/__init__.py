"""What a practice is: its agreements and its log, as plain immutable data. No I/O, no clock."""

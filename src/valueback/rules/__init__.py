"""What follows from a practice's record. Pure: the moment is always an argument."""

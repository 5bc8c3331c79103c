"""What follows from a mail or from an answer of the office."""

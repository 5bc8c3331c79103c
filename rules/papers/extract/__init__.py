"""From the blocks of a document to initiatives, each value with where it was found and the rule that took it."""

"""What a document says: what it is, whose it is, which initiatives it holds, and how sure that is."""

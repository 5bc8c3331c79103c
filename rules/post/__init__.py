"""What can be told of a mail before its files are read: who or what wrote it, what is quoted, when it arrived."""

"""The one boundary between what strangers write and the daemon: a mail goes in as bytes and comes back as values."""

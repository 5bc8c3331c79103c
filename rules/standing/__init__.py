"""Where units stand: what they owe and have sent, what is open, and how it came to be so."""

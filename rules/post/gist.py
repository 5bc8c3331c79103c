"""A mail without its bytes: what is left of it once its files and its HTML have been read.

The readers see the whole mail; who decides what follows from it holds what could be told of it, and never a file.
"""

from dataclasses import replace

from rules.mail import Gist, Mail
from rules.post.manners import returned_message_ids
from rules.post.own_words import text_of_html

LONGEST_TEXT = 100_000  # characters: who writes to a person writes less, and nobody reads on for a word of thanks


def gist_of(mail: Mail) -> Mail:
    """The mail as it is decided about. Doing it again changes nothing."""
    if mail.gist is not None:
        return mail
    words = "" if mail.text.strip() else text_of_html(mail.html)
    return replace(
        mail,
        text=mail.text[:LONGEST_TEXT],
        html="",
        attachments=tuple(file.without_bytes() for file in mail.attachments),
        gist=Gist(mail.identity, returned_message_ids(mail), words[:LONGEST_TEXT]),
    )

"""Renewing a sign-in without a password before anybody needs it."""

from mailbot.logs import log, where
from mailbot.mail.sign_in import Refusal, SignIn
from mailbot.signin.tokens import Tokens
from rules.errors import SignInAway, SignInNeeded


class Renewal:
    """Connections outlive access tokens, and may outlive the sign-in. That it is gone is found out before the last
    token is over, and not when the next connection is made."""

    def __init__(self, tokens: Tokens, sign_in: SignIn) -> None:
        self._tokens, self._sign_in = tokens, sign_in
        self._refused = False  # here, and not by a server

    def look(self) -> None:
        """Has a token that serves. Where there is none, `sign_in` says that it is refused."""
        if self._sign_in.is_refused and not self._refused:
            return  # a server refused it: signing in there says when that is over
        secret = self._sign_in.claim()
        if secret is None:
            return
        try:
            self._tokens()
        except SignInNeeded as error:
            self._sign_in.refused(secret, Refusal.of(error))
            self._refused = True
        except SignInAway as error:
            log.warning("sign-in not renewed", **where(error))
        else:
            if self._refused:
                self._sign_in.accepted()
            self._refused = False

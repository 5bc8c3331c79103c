"""Google Workspace by its own library: a service account to which the administrator delegated the mailbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import google.auth.exceptions
import google.auth.transport.requests
import requests
from google.oauth2 import service_account

from mailbot.signin.settings import SignInSettings
from mailbot.signin.tokens import Token
from rules.errors import SignInAway, SignInNeeded


@dataclass
class ServiceAccount:
    """It signs for itself with its key (RFC 7523, 2.1) and speaks for the mailbox (domain-wide delegation)."""

    settings: SignInSettings
    now: Callable[[], datetime]

    def fetch(self) -> Token:
        session = requests.Session()
        if self.settings.ca_file:
            session.verify = self.settings.ca_file
        try:
            account = self._account()
            account.refresh(google.auth.transport.requests.Request(session))
        except google.auth.exceptions.TransportError as error:
            raise SignInAway(logged="sign-in: TransportError") from error
        except google.auth.exceptions.RefreshError as error:
            if error.retryable:
                raise SignInAway(logged="sign-in: RefreshError") from error
            raise SignInNeeded(logged=f"sign-in: {_code(error)}") from error
        except (OSError, ValueError) as error:
            raise SignInNeeded(logged=f"sign-in: key file: {type(error).__name__}") from error
        return Token(str(account.token), self._expiry(account))

    def _account(self) -> Any:
        return service_account.Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
            self.settings.key_file, scopes=list(self.settings.scopes), subject=self.settings.mailbox
        )

    def _expiry(self, account: Any) -> datetime:
        """The library counts in UTC without saying so, and by the machine's own clock."""
        lasts = account.expiry.replace(tzinfo=UTC) - datetime.now(UTC) if account.expiry else timedelta(hours=1)
        return self.now() + lasts


def _code(error: google.auth.exceptions.RefreshError) -> str:
    found = error.args[1] if len(error.args) > 1 else None
    return str(found.get("error", "refused")) if isinstance(found, dict) else "refused"

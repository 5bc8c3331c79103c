"""How often a password is tried that the server refuses, and how soon another one is."""

from datetime import UTC, datetime, timedelta

from mailbot.mail.sign_in import Refusal, SignIn

BEGINS = datetime(2024, 8, 20, 2, 0, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class Account:
    def __init__(self) -> None:
        self.now, self.password = BEGINS, "sai"
        self.tries: list[datetime] = []
        self.sign_in = SignIn(lambda: self.password, lambda: self.now)

    def one_try(self, right: str = "đúng") -> bool:
        password = self.sign_in.claim()
        if password is None:
            return False
        self.tries.append(self.now)
        if password == right:
            self.sign_in.accepted()
        else:
            self.sign_in.refused(password, Refusal("máy chủ từ chối", "refused"))
        return password == right


def test_a_refused_password_is_tried_ever_less_often_and_never_given_up() -> None:
    account = Account()
    for _ in range(24 * 60):
        account.one_try()
        account.one_try()  # the other connection
        account.now += timedelta(minutes=1)
    in_an_hour = [sum(begun <= other < begun + _HOUR for other in account.tries) for begun in account.tries]
    assert max(in_an_hour) <= 6
    gaps = [later - earlier for earlier, later in zip(account.tries, account.tries[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[-1] <= _HOUR


def test_another_password_is_tried_at_once() -> None:
    account = Account()
    assert not account.one_try()
    assert not account.sign_in.may_try()
    account.password = "đúng"
    assert account.sign_in.may_try()
    assert account.one_try()
    assert not account.sign_in.is_refused


def test_while_one_connection_tries_again_the_other_does_not() -> None:
    account = Account()
    account.one_try()
    account.now += timedelta(minutes=6)
    assert account.sign_in.claim() == "sai"
    assert account.sign_in.claim() is None


def test_a_clock_that_was_wrong_stops_no_try() -> None:
    account = Account()
    account.now += timedelta(days=400)
    account.one_try()
    account.now = BEGINS
    assert account.sign_in.may_try()

"""Figures as a Vietnamese public office writes them: 02 sáng kiến, 1.234 hồ sơ, 82,85%."""


def counted(count: int) -> str:
    """A number of things: below 10 with a leading 0, thousands parted by a full stop."""
    return f"{count:02}" if 0 <= count < 10 else grouped(count)


def grouped(count: int) -> str:
    """1234567 -> "1.234.567"."""
    return f"{count:,}".replace(",", ".")


def decimal(value: float, places: int = 2) -> str:
    """A number with a decimal comma, without idle zeros: 1234.5 -> "1.234,5"; 95.0 -> "95"."""
    whole, _, fraction = f"{abs(value):,.{places}f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = "-" if value < 0 and (fraction or whole.strip("0,")) else ""
    return sign + whole.replace(",", ".") + ("," + fraction if fraction else "")


def percent(value: float) -> str:
    """82.857 -> "82,9%"; a share that is not everything is never rounded up to it."""
    shown = decimal(value, 1)
    if shown == "100" and value < 100:
        shown = "99,9"
    return shown + "%"

"""`mailbot web`: the page for the office; `mailbot web login`: a way in that is made on the machine itself."""

from mailbot.app import App
from mailbot.commands.outcome import Outcome
from mailbot.web.door import Door, NobodyNamed
from rules.doors import how_to_name_people
from rules.wording import listed


def login(app: App, named: str) -> Outcome:
    """A link for ten minutes. The exit code is 1 where nobody of the office has that name."""
    people = app.campaign.office.visitors
    if not people:
        return Outcome((f"Chưa ghi người nào của phòng. Cần {how_to_name_people(app.campaign.code)}.",), 1)
    try:
        path = Door(app).ask_on_the_machine(named)
    except NobodyNamed as error:
        return Outcome((f"{error} Có: {listed(one.called for one in people)}.",), 1)
    web = app.config.web
    return Outcome(
        (
            "Mở đường dẫn sau trong mười phút tới rồi bấm “Đăng nhập”; dùng được một lần:",
            f"  {web.address or f'http://{web.host}:{web.port}'}{path}",
            "Chưa mở được thì trang chưa chạy: mailbot web, hoặc đặt [web] enabled = true rồi chạy mailbot run.",
        )
    )


def opening(app: App) -> tuple[str, ...]:
    """What is said before the page is served."""
    web = app.config.web
    lines = [f"Trang web: http://{web.host}:{web.port} (dừng: Ctrl-C)"]
    if not app.campaign.office.visitors:
        lines.append(f"Chưa ai vào được. Cần {how_to_name_people(app.campaign.code)}.")
    elif not web.address:
        lines.append("Không gửi thư đăng nhập vì [web] address để trống; trên máy này chạy: mailbot web login TÊN")
    return tuple(lines)

"""The page that says what happened and where to look: one HTML file without scripts."""

from datetime import datetime
from html import escape
from pathlib import Path

from mailbot.app import App
from mailbot.demo.folder import ARRIVED, DATA, DRAFTS, SENT
from mailbot.demo.outcome import Outcome
from mailbot.demo.script import ZONE, Nature
from rules.standing.status import State, Timeliness, UnitStatus, statuses

NAME = "index.html"

_NATURES: dict[Nature, str] = {
    "submission": "gửi đăng ký hoặc báo cáo",
    "unreadable": "tệp không đọc được",
    "question": "hỏi, đề nghị",
    "says": "trả lời thư của mailbot",
    "errand": "việc khác của phòng",
    "other": "không thuộc phong trào",
    "machine": "máy tự trả lời",
    "list": "bản tin",
    "office": "phòng trả lời mailbot",
}
_STATES: dict[State, str] = {
    "sent": "đã gửi",
    "incomplete": "còn thiếu",
    "provisional": "chờ xác nhận",
    "paper": "bản giấy",
    "owes": "chưa gửi",
    "exempt": "được miễn",
}
_TIMES: dict[Timeliness, str] = {"on-time": "đúng hạn", "last-day": "ngày cuối", "late": "muộn"}
_STYLE = """
body{font:16px/1.5 "Segoe UI",Arial,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%;font-size:14px}td,th{border-bottom:1px solid #ddd;padding:.3rem .5rem;
text-align:left;vertical-align:top}th{background:#f3f5f7;position:sticky;top:0}.sent{color:#17692f}.owes{color:#a4161a}
.provisional,.incomplete{color:#9a5b00}.late{color:#a4161a}h2{margin-top:2rem}.figures b{font-size:1.4rem}
.figures span{display:inline-block;margin-right:2rem}
"""


def write_page(outcome: Outcome, app: App) -> Path:
    """Write the page into the folder of the season."""
    with app.begin() as work:
        cells = statuses(work.season(app.campaign, app.roster, app.now()))
    parts = [_figures(outcome, cells), _where(outcome), _stories(outcome), _matrix(cells, app), _mails(outcome)]
    path = outcome.out / NAME
    path.write_text(
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Một mùa phong trào, chạy thử</title>'
        f"<style>{_STYLE}</style><h1>Một mùa phong trào cải cách hành chính, chạy thử</h1>"
        "<p>Mọi tên người, sáng kiến và số liệu trong thư mục này đều do bản chạy thử đặt ra; không thư nào rời khỏi "
        f"máy. Thời gian là năm 2024, rút ngắn còn {outcome.seconds:.0f} giây.</p>{''.join(parts)}</html>\n",
        "utf-8",
    )
    return path


def _figures(outcome: Outcome, cells: tuple[UnitStatus, ...]) -> str:
    letters = outcome.letters
    office = sum(letter.to_office for letter in letters)
    receipts = sum(letter.answers is not None for letter in letters if not letter.to_office)
    invitations = sum(letter.invites for letter in letters)
    figures = (
        (len(outcome.delivered), "thư đến"),
        (invitations, "thư đề nghị kèm biểu mẫu"),
        (receipts, "thư xác nhận"),
        (len(letters) - office - receipts - invitations, "thư nhắc"),
        (office, "thư cho phòng"),
        (len({cell.unit.code for cell in cells}), "đơn vị"),
    )
    return '<p class="figures">' + "".join(f"<span><b>{count}</b> {what}</span>" for count, what in figures) + "</p>"


def _where(outcome: Outcome) -> str:
    drafts = "".join(
        f'<li><a href="{DRAFTS}/{escape(path.name)}">{escape(path.name)}</a></li>' for path in outcome.drafts
    )
    return (
        f"<h2>Xem ở đâu</h2><ul><li>Văn bản tổng hợp và bảng tính (bản nháp): <ul>{drafts}</ul></li>"
        f'<li>Thư máy đã gửi: <a href="{SENT}/">{SENT}/</a>; thư đã nhận: <a href="{ARRIVED}/">{ARRIVED}/</a>'
        f'</li><li>Cơ sở dữ liệu và thư gốc: <a href="{DATA}/">{DATA}/</a></li><li>Hỏi thêm bằng lệnh, ví dụ: '
        f"<code>.venv/bin/mailbot --config {escape(str(outcome.config))} status --as-of 2024-11-05</code></li></ul>"
    )


def _stories(outcome: Outcome) -> str:
    told = [(mail.post.at, mail.post.story, f"{ARRIVED}/{mail.file.name}") for mail in outcome.delivered]
    told += [(act.at, act.story, "") for act in outcome.acts]
    rows = "".join(
        f"<tr><td>{_moment(at)}</td><td>{_link(where, story)}</td></tr>" for at, story, where in sorted(told) if story
    )
    return f"<h2>Những chuyện đáng xem</h2><table>{rows}</table>"


def _matrix(cells: tuple[UnitStatus, ...], app: App) -> str:
    stages = app.campaign.stages
    found = {(cell.unit.code, cell.stage): cell for cell in cells}
    rows = "".join(
        f"<tr><td>{escape(unit.label)}</td>"
        + "".join(_cell(found[unit.code, stage.code]) for stage in stages)
        + "</tr>"
        for unit in app.roster
    )
    heads = "".join(f"<th>{escape(stage.label)}</th>" for stage in stages)
    return f"<h2>Từng đơn vị đang ở đâu</h2><table><tr><th>Đơn vị</th>{heads}</tr>{rows}</table>"


def _cell(cell: UnitStatus) -> str:
    when = ""
    if cell.timeliness:
        when = f', <span class="{cell.timeliness}">{_TIMES[cell.timeliness]}</span>'
    count = f" ({len(cell.submission.initiatives)})" if cell.submission else ""
    return f'<td><span class="{cell.state}">{_STATES[cell.state]}</span>{count}{when}</td>'


def _mails(outcome: Outcome) -> str:
    rows = []
    for mail in outcome.delivered:
        answers = [letter for letter in outcome.letters if letter.answers == mail.message_id and not letter.to_office]
        links = ", ".join(_link(f"{SENT}/{letter.file.name}", "thư trả lời") for letter in answers) or "không trả lời"
        rows.append(
            f"<tr><td>{_moment(mail.post.at)}</td><td>{escape(mail.post.sender[0])}</td>"
            f"<td>{_link(f'{ARRIVED}/{mail.file.name}', mail.post.subject)}</td>"
            f"<td>{_NATURES[mail.post.nature]}</td><td>{links}</td></tr>"
        )
    head = "<tr><th>Đến lúc</th><th>Người gửi</th><th>Thư</th><th>Là gì</th><th>Đã trả lời</th></tr>"
    return f"<h2>Mọi thư đến</h2><table>{head}{''.join(rows)}</table>"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%d/%m %H:%M}"


def _link(where: str, text: str) -> str:
    return f'<a href="{escape(where)}">{escape(text)}</a>' if where else escape(text)

"""The command line. Imports are lazy, so that each command loads only what it uses."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError  # the library exports them nowhere else

from mailbot.commands.vietnamese import VietnameseCommand, VietnameseGroup, translated
from rules.errors import ConfigurationError, MailbotError

if TYPE_CHECKING:
    from sqlite3 import Error as SQLiteError

    from sqlalchemy.exc import SQLAlchemyError

    from mailbot.app import App
    from mailbot.commands.outcome import Outcome
    from mailbot.config import Config
    from mailbot.datafolder import DataFolder
    from mailbot.kept import Kept
    from mailbot.web.page import Clinic
    from rules.campaign import Campaign
    from rules.roster import Roster
    from rules.rulings import MarkKind
    from rules.season import Season

HELP = {"help_option_names": ["-h", "--help"]}
cli = typer.Typer(
    name="mailbot",
    cls=VietnameseGroup,
    help="Đọc hộp thư của phong trào thi đua, ghi nhận bài gửi, nhắc đơn vị và dự thảo báo cáo.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP,
)
roster_cli = typer.Typer(
    help="Danh sách đơn vị.", cls=VietnameseGroup, no_args_is_help=True, context_settings=HELP, rich_markup_mode=None
)
decide_cli = typer.Typer(
    help="Ghi nhận quyết định của phòng.",
    cls=VietnameseGroup,
    no_args_is_help=True,
    context_settings=HELP,
    rich_markup_mode=None,
)
web_cli = typer.Typer(
    help="Trang web cho phòng: xem, sửa, quyết định.",
    cls=VietnameseGroup,
    invoke_without_command=True,
    context_settings=HELP,
    rich_markup_mode=None,
)
cli.add_typer(web_cli, name="web")
cli.add_typer(roster_cli, name="roster")
cli.add_typer(decide_cli, name="decide")

AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="NGÀY", help="Xem như hôm đó.")]
AsJson = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
By = Annotated[str, typer.Option("--by", metavar="TÊN", help="Người quyết định.")]
Reason = Annotated[str, typer.Option("--reason", metavar="LÝ DO", help="Lý do.")]


class _Chosen:
    """What was given before the command."""

    config: Path | None = None


@cli.callback()
def _options(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="TỆP",
            help="Tệp cấu hình (mặc định: MAILBOT_CONFIG, /etc/mailbot/config.toml, ./config.toml).",
        ),
    ] = None,
) -> None:
    _Chosen.config = config


# --- What commands stand on ---------------------------------------------------------------------------------------


def _config() -> "Config":
    from mailbot.config import find_config, load_config

    return load_config(find_config(_Chosen.config))


def _folder(config: "Config") -> "DataFolder":
    from mailbot.datafolder import DataFolder

    return DataFolder(config.data_folder)


def _campaign(config: "Config") -> "tuple[Campaign, Roster]":
    folder = _folder(config)
    campaign = folder.campaign(config.campaign)
    return campaign, folder.roster(campaign.roster, campaign.unit_kinds).roster


@contextmanager
def _app(*, begins: bool = False, mends: bool = False) -> "Iterator[App]":
    """`begins`: this command may start an installation; `mends`: it shuts what others may read."""
    from mailbot.app import build_app
    from mailbot.commands.check import refusals
    from mailbot.logs import set_up
    from mailbot.private import shut
    from rules.calendar import local_day

    config = _config()
    campaign, roster = _campaign(config)
    set_up(config.log.level)
    if mends:
        shut(config)
    app = build_app(
        config,
        campaign,
        roster,
        refusals=lambda now: refusals(config, campaign, roster, local_day(now, campaign.calendar)),
        begins=begins,
    )
    try:
        yield app
    finally:
        app.close()


@contextmanager
def _rows(*, begins: bool = False) -> "Iterator[Kept]":
    """For commands that look at what is kept and touch nothing else."""
    from mailbot.kept import opened

    config = _config()
    campaign, roster = _campaign(config)
    with opened(config, campaign, roster, begins=begins) as kept:
        yield kept


def _season(app: "App | Kept", as_of: datetime | None) -> "Season":
    from rules.calendar import moment

    with app.begin() as work:
        season = work.season(app.campaign, app.roster, app.now())
    if as_of is None:
        return season
    return season.at(moment(as_of.date(), time(23, 59, 59), app.campaign.calendar))


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)


def _say_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _end(outcome: "Outcome") -> NoReturn:
    _say(outcome.lines)
    raise typer.Exit(outcome.code)


# --- The daemon -----------------------------------------------------------------------------------------------------


def _say_aloud(app: "App") -> None:
    """To standard error, where a terminal or the journal shows it: why nothing is sent, and how far a long pass is."""
    app.process.tell = _aloud
    for reason in app.refusals(app.now()):
        _aloud(f"CHƯA GỬI THƯ: {reason}")


def _aloud(told: str) -> None:
    """That nobody reads it, or its disk is full, stops no work."""
    with suppress(OSError, ValueError):
        typer.echo(told, err=True)


@cli.command(help="Chạy thường trực: đọc thư, ghi nhận, gửi thư theo kế hoạch.")
def run() -> None:
    from mailbot.daemon import serve

    with _app(begins=True, mends=True) as app:
        _say_aloud(app)
        with _page_beside(app):
            serve(app)


@contextmanager
def _page_beside(app: "App") -> "Iterator[None]":
    """The page, where the configuration wants it served by `run`."""
    if not app.config.web.enabled:
        yield
        return
    from mailbot.web.serving import beside

    with beside(app, _clinic()):
        yield


def _clinic() -> "Clinic":
    from mailbot.commands.doctor import findings
    from mailbot.commands.health import facts
    from mailbot.web.page import Clinic

    return Clinic(facts, findings)


@web_cli.callback()
def web(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    from mailbot.commands.page import opening
    from mailbot.web.serving import serve

    with _app() as app:
        _say(opening(app))
        serve(app, _clinic())


@web_cli.command("login", help="Tạo đường dẫn đăng nhập dùng một lần, có hiệu lực mười phút, cho một người của phòng.")
def web_login(
    who: Annotated[str, typer.Argument(metavar="TÊN", help="Họ tên hoặc địa chỉ thư trong tệp phong trào.")],
) -> None:
    from mailbot.commands.page import login

    with _app() as app:
        _end(login(app, who))


@cli.command(help="Đọc hộp thư và làm mọi việc đến hạn một lần, rồi dừng.")
def once() -> None:
    from mailbot.pipeline import one_pass
    from storage.work import PAUSED

    with _app(begins=True, mends=True) as app:
        _say_aloud(app)
        done = one_pass(app)
        with app.look() as work:
            paused = work.notes.get(PAUSED)
    if paused:
        typer.echo(f"ĐANG TẠM NGỪNG GỬI THƯ: {paused}", err=True)
    state = "đã đọc hết hộp thư" if done.whole else "chưa đọc được hết hộp thư"
    typer.echo(f"{state}; thư mới: {done.taken}; đã xử lý: {done.handled}; thư đã gửi: {done.posted}")
    raise typer.Exit(0 if done.whole else 1)


# --- Looking --------------------------------------------------------------------------------------------------------


@cli.command(help="Đọc tệp và cho biết hiểu được gì; không cần hộp thư.")
def read(
    paths: Annotated[list[Path], typer.Argument(metavar="TỆP...", help="Tệp Word, Excel, PDF, thư .eml...")],
    as_json: AsJson = False,
) -> None:
    from mailbot.commands.read import read as read_paths
    from mailbot.mail.message import read_mail
    from mailbot.reading.sandbox import Sandbox

    campaign, roster = _campaign(_config())
    with Sandbox(read_mail=read_mail) as sandbox:
        for line in read_paths(paths, as_json, campaign, roster, sandbox.parse):
            typer.echo(line)


@cli.command(help="Đơn vị nào đã gửi gì, số liệu so với chỉ tiêu.")
def status(as_json: AsJson = False, as_of: AsOf = None) -> None:
    with _rows(begins=True) as kept:
        season = _season(kept, as_of)
    if as_json:
        from rules.drafting.status_document import status_document

        _say_json(status_document(season))
        return
    from mailbot.commands.season import status as matrix

    _end(matrix(season))


@cli.command(help="Những thư nhắc sẽ gửi, và vì sao đơn vị khác không bị nhắc.")
def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem, không gửi.")] = False, as_of: AsOf = None
) -> None:
    from mailbot.commands.outlook import outlook

    if not dry_run:
        typer.echo("Thư nhắc do lệnh run hoặc once gửi theo kế hoạch; dùng --dry-run để xem trước.", err=True)
        raise typer.Exit(2)
    with _rows(begins=True) as kept:
        season = _season(kept, as_of)
    _end(outlook(season))


@cli.command(help="Dự thảo văn bản tổng hợp (Word) và bảng tính (Excel) từ những gì đang có.")
def draft(
    stage: Annotated[str | None, typer.Argument(metavar="[ĐỢT]", help="Mã đợt; để trống: mọi đợt.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="THƯ MỤC", help="Nơi ghi tệp.")] = None,
    as_of: AsOf = None,
) -> None:
    from mailbot.enclosing import build_drafts

    with _app(begins=True) as app:
        season = _season(app, as_of)
        codes = [known.code for known in app.campaign.stages]
        if stage is not None and stage not in codes:
            raise MailbotError(f"Không có đợt {stage}; các đợt: {', '.join(codes)}.")
        folder = out or app.config.data_folder / "drafts"
        with app.begin() as work:
            for code in [stage] if stage else codes:
                _say([str(path) for path in build_drafts(season, code, folder, work, app).paths])


Units = Annotated[list[str] | None, typer.Argument(metavar="[ĐƠN VỊ]...", help="Mã đơn vị; để trống: mọi đơn vị.")]


@cli.command(help="Ghi biểu mẫu Word và Excel của một đợt ra tệp, đã điền sẵn những gì đang có.")
def forms(
    stage: Annotated[str, typer.Argument(metavar="ĐỢT", help="Mã đợt, ví dụ registration; all: mọi đợt.")] = "all",
    units: Units = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="THƯ MỤC", help="Nơi ghi tệp.")] = None,
) -> None:
    from mailbot.commands.forms import stage_of, write_forms

    with _app(begins=True) as app:
        season = _season(app, None)
        known = [one.code for one in app.campaign.stages]
        stages = known if stage in ("all", "tất cả") else [stage_of(app.campaign, stage).code]
        outcome = write_forms(season, stages, units or (), out or app.config.data_folder / "forms")
    _end(outcome)


@cli.command(help="Gửi mỗi đơn vị biểu mẫu của một đợt, mỗi đơn vị một lần.")
def invite(
    stage: Annotated[str, typer.Argument(metavar="ĐỢT", help="Mã đợt, ví dụ registration.")],
    units: Units = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem, không gửi.")] = False,
    by: By = "",
) -> None:
    from mailbot.commands.forms import invite as invite_units

    with _app(begins=True) as app:
        outcome = invite_units(app, stage, units or (), by, dry_run=dry_run)
    _end(outcome)


@cli.command(help="Mọi thư trên máy chủ và kết quả xử lý từng thư, để kiểm tra từ bên ngoài.")
def ledger(as_json: AsJson = False) -> None:
    from mailbot.commands.ledger import ledger as entries

    with _rows() as kept, kept.begin() as work:
        found = entries(work, kept.campaign)
    if as_json:
        _say_json(found)
        return
    for entry in found:
        typer.echo(
            f"{entry['folder']} {entry['uid']:>6} {entry['state']:<8} {entry['verdict'] or '-':<11} {entry['reason']}"
        )


@cli.command(help="Vì sao một thư được xử lý như vậy; từng giá trị lấy từ đâu.")
def explain(
    mail: Annotated[str, typer.Argument(metavar="THƯ", help="Số của thư, Message-ID hoặc đầu mã SHA-256.")],
) -> None:
    from mailbot.commands.mails import explanation

    with _rows() as kept:
        season = _season(kept, None)
        with kept.begin() as work:
            found = work.arrivals.find(mail)
            if found is None:
                raise MailbotError(f"Không có thư {mail}.")
            outcome = explanation(found, work, season)
    _end(outcome)


@cli.command(help="Những thư không xử lý được hoặc máy chủ không đưa ra, đang chờ người xem.")
def held() -> None:
    from mailbot.commands import mails as show

    with _app() as app, app.begin() as work:
        letters = work.letters.held()
        outcome = show.held(work.arrivals.held(), work.aside.all(), app.campaign.calendar, letters)
    _end(outcome)


@cli.command(help="Những điều các lần sửa của phòng đã dạy: tên cột nghĩa là gì, tên viết nào là đơn vị nào.")
def learned() -> None:
    from mailbot.commands.learned import learned as told

    with _rows() as kept, kept.begin() as work:
        outcome = told(work.lessons(), kept.campaign, kept.roster)
    _end(outcome)


@cli.command(help="Xử lý lại một thư bị giữ, từ bản gốc đã lưu; hoặc gửi lại một thư gửi đi bị giữ.")
def requeue(
    number: Annotated[int, typer.Argument(metavar="SỐ")],
    letter: Annotated[bool, typer.Option("--letter", help="SỐ là số của thư gửi đi.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Cùng --letter: thôi gửi thư này.")] = False,
) -> None:
    from mailbot.outbox import release

    if letter:
        with _app() as app:
            release(number, app, drop=drop)
        typer.echo(f"Thư gửi đi {number} sẽ không gửi." if drop else f"Thư gửi đi {number} sẽ gửi ở lượt tới.")
        return
    with _app() as app, app.begin() as work:
        if number not in {mail.id for mail in work.arrivals.held()}:
            raise MailbotError(f"Không có thư bị giữ mang số {number}.")
        work.arrivals.requeue(number)
        work.commit()
    typer.echo(f"Thư {number} sẽ được xử lý lại ở lượt đọc tới.")


@cli.command(help="Đọc lại thư đã lưu (mặc định: thư có tệp chưa đọc được) và cho biết có gì khác.")
def reparse(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[SỐ]...")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ghi nhận bản đọc mới; không gửi thư.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Cùng --yes: gửi cả thư xác nhận.")] = False,
) -> None:
    from mailbot.commands.reparse import reparse as read_again
    from mailbot.rereading import unread

    with _app() as app:
        outcome = read_again(numbers or unread(app), app, record=yes, send=yes and send)
    _end(outcome)


@cli.command(help="Lấy bản gốc của một thư ra tệp.")
def export(
    number: Annotated[int, typer.Argument(metavar="SỐ")], file: Annotated[Path, typer.Argument(metavar="TỆP")]
) -> None:
    with _app() as app:
        with app.begin() as work:
            mail = work.arrivals.find(str(number))
        if mail is None:
            raise MailbotError(f"Không có thư mang số {number}.")
        if mail.forgotten_at is not None:
            raise MailbotError(f"Bản gốc của thư {number} không còn trong kho lưu trữ (thư đã bỏ hoặc đã cách ly).")
        if file.exists():
            raise MailbotError(f"Tệp {file} đã có; chọn tên khác.")
        file.write_bytes(app.archive.open(mail.digest))
    typer.echo(f"Đã ghi {file}")


# --- Keeping --------------------------------------------------------------------------------------------------------


@cli.command(help="mailbot có đang làm đủ việc không; mã thoát 0: có, 1: cần người kiểm tra.")
def health(as_json: AsJson = False) -> None:
    from mailbot.commands import health as look

    with _app() as app:
        outcome, found = look.health(app), look.facts(app)
    if as_json:
        _say_json(found)
        raise typer.Exit(outcome.code)
    _end(outcome)


@cli.command(help="Đối chiếu kho thư gốc, cơ sở dữ liệu và hộp thư; tự khắc phục những gì có thể.")
def verify(
    offline: Annotated[bool, typer.Option("--offline", help="Không đối chiếu với máy chủ thư.")] = False,
) -> None:
    from mailbot.keeping import verify as compare

    with _app() as app:
        found = compare(app, server=not offline)
    _say([str(one) for one in found] or ["Không có gì khác nhau."])
    raise typer.Exit(int(any(not one.mended for one in found)))


@cli.command(help="Sao lưu dữ liệu, kể cả khi mailbot đang chạy.")
def backup(
    target: Annotated[Path, typer.Argument(metavar="TỆP|THƯ MỤC", help="Tệp .tar.gz, hoặc thư mục đã có.")],
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, metavar="SỐ", help="Chỉ giữ bấy nhiêu bản đủ mới nhất trong thư mục.")
    ] = None,
) -> None:
    from mailbot.backup import back_up
    from mailbot.commands.keeping import copied
    from mailbot.leftovers import rotate

    copy = back_up(_config(), target, datetime.now(UTC))
    if keep and target.is_dir() and not copy.missing:
        rotate(target, keep)
    _end(copied(copy))


@cli.command(help="Khôi phục từ bản sao lưu; dữ liệu đang có được chuyển sang một bên.")
def restore(source: Annotated[Path, typer.Argument(metavar="BẢN SAO LƯU")]) -> None:
    from mailbot.backup import restore as bring_back
    from mailbot.database import SchemaOlder, state_of
    from mailbot.keeping import verify as compare

    config = _config()
    aside = bring_back(config, source, datetime.now(UTC))
    if aside:
        typer.echo(f"Dữ liệu trước đây nằm trong {aside}")
    if state_of(config) == "older":
        typer.echo(str(SchemaOlder()))
        return
    with _app(mends=True) as app:
        found = compare(app, server=False)
    _say([str(one) for one in found])
    typer.echo("Đã khôi phục. mailbot đọc thư nhưng chưa gửi thư nào cho đến khi chạy lệnh: mailbot resume")
    raise typer.Exit(int(bool(found)))


@cli.command(help="Dựng lại dữ liệu từ kho thư gốc và hộp thư khi mất cơ sở dữ liệu; không gửi thư nào.")
def rebuild() -> None:
    from mailbot.commands.keeping import rebuilt
    from mailbot.database import broken_aside
    from mailbot.rebuilding import rebuild as make_anew

    if aside := broken_aside(_config(), datetime.now(UTC)):
        typer.echo(f"Cơ sở dữ liệu hỏng được chuyển vào {aside}")
    with _app(begins=True) as app:
        outcome = rebuilt(make_anew(app))
    _end(outcome)


@cli.command(help="Nâng cấp dữ liệu sau khi cài bản mới: sao lưu, chuyển đổi, đối chiếu.")
def upgrade(
    keep: Annotated[
        Path | None, typer.Option("--backup", metavar="THƯ MỤC", help="Nơi để bản sao lưu (mặc định: backups).")
    ] = None,
    no_backup: Annotated[bool, typer.Option("--no-backup", help="Chuyển đổi mà không sao lưu trước.")] = False,
) -> None:
    from mailbot.commands.keeping import copied
    from mailbot.database import state_of
    from mailbot.keeping import verify as compare
    from mailbot.upgrading import upgrade as bring_up

    config = _config()
    if state_of(config) in ("none", "current"):
        typer.echo("Không có dữ liệu cũ cần nâng cấp.")
        return
    if copy := bring_up(config, keep, datetime.now(UTC), copied=not no_backup):
        _say(copied(copy).lines)
    with _app(mends=True) as app:
        found = compare(app, server=False)
    # What differs is told each day until it is mended; it must not keep the service from starting.
    _say([*map(str, found), "Đã nâng cấp dữ liệu." if found else "Đã nâng cấp dữ liệu; không có gì khác nhau."])


@cli.command("rename-mailbox", help="Ghi nhận hộp thư vẫn là hộp thư cũ nhưng đã đổi tên máy chủ hoặc tên đăng nhập.")
def rename_mailbox(old: Annotated[str, typer.Argument(metavar="TÊN CŨ", help="Như mailbot đã báo.")]) -> None:
    from mailbot.commands.keeping import renamed

    typer.echo(renamed(_config(), old, datetime.now(UTC)))


@cli.command(help="Cho gửi thư trở lại sau khi đã xem vì sao mailbot tạm ngừng.")
def resume(by: By = "") -> None:
    from mailbot.outbox import resume as go_on

    with _app() as app:
        reason = go_on(by, app)
    typer.echo(f"Được gửi thư trở lại (đã ngừng vì: {reason})." if reason else "mailbot không tạm ngừng gửi thư.")


# --- Deciding -------------------------------------------------------------------------------------------------------


def _decide(decision: "Callable[[App], str]") -> None:
    from mailbot.deciding import Refused

    with _app() as app:
        try:
            typer.echo(decision(app))
        except Refused as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(1) from refused


@decide_cli.command("answer", help="Trả lời một câu hỏi bằng lời, ví dụ: đúng, tên đơn vị, gia hạn đến 30/8.")
def decide_answer(
    number: Annotated[int, typer.Argument(metavar="SỐ")],
    given: Annotated[str, typer.Argument(metavar="TRẢ LỜI")],
    by: By = "",
) -> None:
    from mailbot.deciding import Refused, answer
    from rules.calendar import local_day
    from rules.intake.answers import Given
    from rules.intake.office_orders import Answer, Asked
    from rules.intake.office_replies import parse_reply

    def meant(app: "App") -> Given | date:
        """The words of the letter, and days as commands write them (2024-08-30)."""
        with suppress(ValueError):
            return date.fromisoformat(given)
        today = local_day(app.now(), app.campaign.calendar)
        read = parse_reply(f"{number} {given}", Asked((number,)), app.roster, today)
        for order in read.orders:
            if isinstance(order, Answer):
                return order.given
        raise Refused(read.unclear[0].why if read.unclear else "Chưa có câu trả lời.")

    _decide(lambda app: answer(number, meant(app), by, app))


@decide_cli.command("list", help="Những việc chờ quyết định, và những quyết định đã có.")
def decide_list() -> None:
    from mailbot.commands.decisions import decisions

    with _app() as app:
        season = _season(app, None)
        with app.begin() as work:
            outcome = decisions(season, work.rulings.all())
    _end(outcome)


def _mark(kind: "MarkKind", stage: str, unit: str, until: datetime | None, reason: str, by: str) -> None:
    from mailbot.deciding import mark

    whose = None if unit in ("all", "tất cả") else unit
    _decide(lambda app: mark(kind, stage, whose, until.date() if until else None, reason, by, app))


StageCode = Annotated[str, typer.Argument(metavar="ĐỢT", help="Mã đợt, ví dụ registration.")]
UnitCode = Annotated[str, typer.Argument(metavar="ĐƠN VỊ", help="Mã đơn vị, hoặc all: mọi đơn vị.")]
Day = Annotated[datetime, typer.Argument(metavar="NGÀY", formats=["%Y-%m-%d", "%d/%m/%Y"])]
MaybeDay = Annotated[datetime | None, typer.Argument(metavar="[NGÀY]", formats=["%Y-%m-%d", "%d/%m/%Y"])]


@decide_cli.command("extend", help="Gia hạn cho một đơn vị hoặc tất cả.")
def decide_extend(stage: StageCode, unit: UnitCode, until: Day, reason: Reason = "", by: By = "") -> None:
    _mark("extension", stage, unit, until, reason, by)


@decide_cli.command("exempt", help="Miễn cho một đơn vị.")
def decide_exempt(stage: StageCode, unit: UnitCode, reason: Reason = "", by: By = "") -> None:
    _mark("exempt", stage, unit, None, reason, by)


@decide_cli.command("paper", help="Đơn vị đã nộp bản giấy hoặc qua hệ thống khác.")
def decide_paper(stage: StageCode, unit: UnitCode, on: MaybeDay = None, reason: Reason = "", by: By = "") -> None:
    _mark("paper", stage, unit, on, reason, by)


@decide_cli.command("received", help="Tính bài gửi của đơn vị là nhận vào một ngày khác.")
def decide_received(stage: StageCode, unit: UnitCode, on: Day, reason: Reason = "", by: By = "") -> None:
    _mark("arrived", stage, unit, on, reason, by)


@decide_cli.command("pause", help="Tạm dừng nhắc đến hết một ngày.")
def decide_pause(stage: StageCode, unit: UnitCode, until: Day, reason: Reason = "", by: By = "") -> None:
    _mark("pause", stage, unit, until, reason, by)


Batch = Annotated[
    str, typer.Argument(metavar="ĐỢT NHẮC", help="Mã ghi ở cuối thư thông báo, ví dụ “đăng ký 23/8/2024”.")
]


@decide_cli.command("stop", help="Dừng một đợt nhắc đã thông báo, hoặc bỏ một số đơn vị ra khỏi đợt.")
def decide_stop(
    batch: Batch, units: Annotated[list[str] | None, typer.Argument(metavar="[ĐƠN VỊ]...")] = None, by: By = ""
) -> None:
    from mailbot.deciding import stop

    _decide(lambda app: stop(batch, units or (), by, app))


@decide_cli.command("send", help="Cho gửi một đợt nhắc đang chờ.")
def decide_send(batch: Batch, by: By = "") -> None:
    from mailbot.deciding import release

    _decide(lambda app: release(batch, by, app))


@decide_cli.command("document", help="Số, ký hiệu và ngày của một văn bản: mọi thư và văn bản từ nay dẫn như vậy.")
def decide_document(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="plan: kế hoạch phát động; hoặc mã trong [[references]].")],
    number: Annotated[str, typer.Argument(metavar="SỐ", help="Ví dụ 15/KH-SGDĐT.")],
    issued: Day,
    about: Annotated[str, typer.Option("--about", metavar="TRÍCH YẾU")] = "",
    by: By = "",
) -> None:
    from mailbot.deciding import cite

    _decide(lambda app: cite(code, number, issued.date(), about, by, app))


@decide_cli.command("undo", help="Hủy một quyết định; nếu quyết định khác dựa vào nó thì nêu ra trước.")
def decide_undo(
    number: Annotated[int, typer.Argument(metavar="SỐ")],
    yes: Annotated[bool, typer.Option("--yes", help="Hủy cả khi quyết định khác dựa vào quyết định này.")] = False,
    by: By = "",
) -> None:
    from mailbot.deciding import undo

    _decide(lambda app: undo(number, by, app, sure=yes))


# - what was read -

Mail_ = Annotated[str, typer.Argument(metavar="THƯ", help="Số thư, ví dụ 17.")]
Item_ = Annotated[str, typer.Argument(metavar="THƯ.MỤC", help="Số thư và số mục như lệnh explain ghi, ví dụ 17.2.")]
Whose = Annotated[str | None, typer.Option("--unit", metavar="MÃ", help="Đơn vị, khi thư có của nhiều đơn vị.")]
When = Annotated[str | None, typer.Option("--stage", metavar="ĐỢT", help="Đợt, khi thư có của nhiều đợt.")]


def _correct(
    kind: str,
    targets: "Sequence[str]",
    given: "Sequence[str]",
    by: str,
    unit: str | None = None,
    stage: str | None = None,
) -> None:
    from mailbot.correcting import by_words

    _decide(lambda app: by_words(kind, targets, given, by, app, (unit, stage)))


@decide_cli.command("correct", help="Sửa một thông tin của một mục; dấu - để trống thông tin đó.")
def decide_correct(
    item: Item_,
    field: Annotated[str, typer.Argument(metavar="TRƯỜNG", help="Mã hoặc tên trường, ví dụ owners.")],
    value: Annotated[str, typer.Argument(metavar="GIÁ TRỊ")],
    by: By = "",
) -> None:
    _correct("correct", [item], [field, value], by)


@decide_cli.command("rename", help="Sửa tên một mục.")
def decide_rename(item: Item_, title: Annotated[str, typer.Argument(metavar="TÊN")], by: By = "") -> None:
    _correct("rename", [item], [title], by)


@decide_cli.command("add", help="Thêm một mục mà bản đọc còn thiếu, hoặc một nội dung không gửi qua thư.")
def decide_add(
    mail: Annotated[str, typer.Argument(metavar="THƯ", help="Số thư, ví dụ 17; dấu - khi không có thư nào.")],
    title: Annotated[str, typer.Argument(metavar="TÊN")],
    values: Annotated[list[str] | None, typer.Argument(metavar="[TRƯỜNG=GIÁ TRỊ]...")] = None,
    by: By = "",
    unit: Whose = None,
    stage: When = None,
) -> None:
    _correct("add", [mail], [title, *(values or ())], by, unit, stage)


@decide_cli.command("drop", help="Bỏ một mục bị đọc nhầm thành nội dung.")
def decide_drop(item: Item_, by: By = "") -> None:
    _correct("drop", [item], [], by)


@decide_cli.command("split", help="Tách một mục thành nhiều nội dung, mỗi nội dung một tên.")
def decide_split(item: Item_, titles: Annotated[list[str], typer.Argument(metavar="TÊN...")], by: By = "") -> None:
    _correct("split", [item], titles, by)


@decide_cli.command("merge", help="Nhập nhiều mục của một thư thành một nội dung.")
def decide_merge(
    items: Annotated[list[str], typer.Argument(metavar="THƯ.MỤC...")],
    title: Annotated[str, typer.Option("--title", metavar="TÊN", help="Tên chung; không ghi: tên của mục đầu.")] = "",
    by: By = "",
) -> None:
    _correct("merge", items, [title] if title else [], by)


@decide_cli.command("withdraw", help="Thư này rút những nội dung đã ghi nhận mang các tên ấy.")
def decide_withdraw(
    mail: Mail_,
    titles: Annotated[list[str], typer.Argument(metavar="TÊN...")],
    by: By = "",
    unit: Whose = None,
    stage: When = None,
) -> None:
    _correct("withdraw", [mail], titles, by, unit, stage)


@decide_cli.command("move", help="Chuyển nội dung của một thư sang đợt khác.")
def decide_move(
    mail: Mail_,
    to: Annotated[str, typer.Argument(metavar="ĐỢT MỚI")],
    by: By = "",
    unit: Whose = None,
    stage: When = None,
) -> None:
    _correct("move", [mail], [to], by, unit, stage)


@decide_cli.command("assign", help="Nội dung của một thư là của đơn vị này.")
def decide_assign(
    mail: Mail_,
    whose: Annotated[str, typer.Argument(metavar="ĐƠN VỊ", help="Mã đơn vị.")],
    by: By = "",
    unit: Whose = None,
    stage: When = None,
) -> None:
    _correct("assign", [mail], [whose], by, unit, stage)


@decide_cli.command("confirm", help="Nội dung của một thư được tính.")
def decide_confirm(mail: Mail_, by: By = "", unit: Whose = None, stage: When = None) -> None:
    _correct("confirm", [mail], [], by, unit, stage)


@decide_cli.command("reject", help="Nội dung của một thư không được tính, kể cả khi đã ghi nhận chắc chắn.")
def decide_reject(mail: Mail_, by: By = "", unit: Whose = None, stage: When = None) -> None:
    _correct("reject", [mail], [], by, unit, stage)


@decide_cli.command("submission", help="Thư bị coi là thư khác thật ra là bài gửi của một đơn vị.")
def decide_submission(
    number: Annotated[int, typer.Argument(metavar="THƯ", help="Số thư.")],
    by: By = "",
    unit: Whose = None,
    stage: When = None,
) -> None:
    from mailbot.correcting import submission

    _decide(lambda app: submission(number, unit, stage, by, app))


# --- Setting up -----------------------------------------------------------------------------------------------------


@roster_cli.command("show", help="Danh sách đơn vị đang dùng, và hệ quả của những ô để trống.")
def roster_show() -> None:
    from mailbot.commands.roster import show_roster
    from rules.calendar import local_day

    config = _config()
    campaign, _ = _campaign(config)
    _end(show_roster(_folder(config), campaign, local_day(datetime.now(UTC), campaign.calendar)))


@roster_cli.command("take", help="Lấy danh sách đơn vị từ tệp Excel, CSV hoặc Word; cho xem thay đổi trước khi ghi.")
def roster_take(
    file: Annotated[Path, typer.Argument(metavar="TỆP")],
    yes: Annotated[bool, typer.Option("--yes", help="Ghi mà không hỏi lại.")] = False,
) -> None:
    from mailbot.commands.roster import take_roster
    from mailbot.reading.sandbox import Sandbox

    def agreed(lines: Sequence[str]) -> bool | None:
        _say(lines)
        if not yes and not sys.stdin.isatty():
            return None
        return yes or typer.confirm("Ghi những thay đổi này?")

    config = _config()
    campaign, _ = _campaign(config)
    with Sandbox() as sandbox:
        outcome = take_roster(_folder(config), campaign, file, sandbox.parse, agreed, datetime.now(UTC))
    _end(outcome)


@roster_cli.command("confirm", help="Ghi nhận danh sách (hoặc một số đơn vị) đã được người phụ trách kiểm tra.")
def roster_confirm(
    by: Annotated[str, typer.Option("--by", metavar="TÊN", help="Người đã kiểm tra.")],
    codes: Annotated[list[str] | None, typer.Argument(metavar="[MÃ ĐƠN VỊ]...")] = None,
) -> None:
    from mailbot.commands.roster import confirm_roster

    config = _config()
    campaign, _ = _campaign(config)
    _end(confirm_roster(_folder(config), campaign, by, codes or (), datetime.now(UTC)))


@cli.command("new-campaign", help="Lập phong trào năm mới từ phong trào cũ, liệt kê những điều cần xác nhận.")
def new_campaign(
    year: Annotated[int, typer.Argument(metavar="NĂM")],
    source: Annotated[str, typer.Option("--from", metavar="MÃ", help="Mã phong trào cũ, ví dụ cchc-2024.")],
) -> None:
    from mailbot.commands.campaign import make_campaign

    _end(make_campaign(_folder(_config()), year, source, datetime.now(UTC)))


@cli.command("check-config", help="Kiểm tra cấu hình, tệp phong trào, danh sách đơn vị và mẫu thư.")
def check_config(as_of: AsOf = None) -> None:
    from mailbot.commands.check import Check, checks, report
    from mailbot.writing.template_check import check_templates
    from rules.calendar import local_day

    config = _config()
    campaign, roster = _campaign(config)
    today = as_of.date() if as_of else local_day(datetime.now(UTC), campaign.calendar)
    broken = check_templates((config.data_folder / "templates",))
    found = [Check("refuse", str(problem)) for problem in broken]
    _end(report((*found, *checks(config, campaign, roster, today))))


@cli.command(help="Thử mọi thứ có thể thử: hộp thư, máy chủ gửi thư, cơ sở dữ liệu, ổ đĩa, chương trình đọc tệp.")
def doctor(
    letter: Annotated[
        bool, typer.Option("--letter", help="Gửi một thư thử từ hộp thư của phòng đến chính hộp thư ấy và chờ thư đến.")
    ] = False,
    wait: Annotated[float, typer.Option("--wait", min=1, max=3600, help="Số giây chờ thư thử.")] = 60,
) -> None:
    from mailbot.commands.doctor import doctor as examine

    with _app(begins=True) as app:
        outcome = examine(app, wait if letter else None)
    _end(outcome)


@cli.command(help="Đăng nhập hộp thư không dùng mật khẩu (Microsoft 365, Google Workspace), rồi thử đọc và gửi.")
def login(
    forget: Annotated[bool, typer.Option("--forget", help="Xóa phiên đăng nhập đang giữ trên máy này.")] = False,
) -> None:
    from mailbot.commands import login as steps
    from mailbot.kept import utc_now
    from mailbot.mail.imap import Mailbox
    from mailbot.mail.smtp import Outgoing
    from mailbot.servers import imap_settings, sign_in_of, smtp_settings, tokens_of
    from mailbot.signin.store import Store

    config = _config()
    settings, store = sign_in_of(config), Store(config.data_folder)
    if settings is None:
        raise MailbotError(steps.NO_PROVIDER)
    if forget:
        typer.echo("Đã xóa phiên đăng nhập." if store.forget() else "Trên máy này không có phiên đăng nhập nào.")
        return
    steps.login(settings, store, utc_now, typer.echo, lambda words: str(typer.prompt(words, prompt_suffix="")))
    tokens = tokens_of(config, utc_now)
    _end(steps.attempt(Mailbox(imap_settings(config, tokens)), Outgoing(smtp_settings(config, tokens))))


@cli.command("take-workbook", help="Lấy phần phòng đã nhập trong bảng tính: thẩm định, số liệu nhập tay.")
def take_workbook(file: Annotated[Path, typer.Argument(metavar="TỆP")], by: By = "") -> None:
    from mailbot.workbooks import take_file

    if not file.is_file():
        raise MailbotError(f"Không có tệp {file}.")
    with _app() as app:
        _say(take_file(file, by, app))


@cli.command(help="Diễn tập với thư thật của năm trước; không gửi thư nào, mọi kết quả nằm trong một thư mục riêng.")
def rehearse(
    source: Annotated[Path, typer.Argument(metavar="NGUỒN", help="Tệp mbox, thư mục Maildir hoặc thư mục tệp .eml.")],
    out: Annotated[Path, typer.Option("--out", metavar="THƯ MỤC", help="Nơi để kết quả.")] = Path("dien-tap"),
) -> None:
    from mailbot.commands.rehearsal import rehearse as play

    config = _config()
    campaign, roster = _campaign(config)
    play(source, out, config, campaign, roster, typer.echo)


@cli.command(help="Diễn lại cả mùa phong trào 2024 trên máy chủ thư giả lập.")
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="THƯ MỤC", help="Nơi để kết quả.")] = Path("demo-season"),
    page: Annotated[bool, typer.Option("--page", help="Mở trang web trên mùa đã diễn xong.")] = False,
) -> None:
    if page:
        _demo_page(out)
        return
    from mailbot.demo.season import play

    play(out, typer.echo)
    typer.echo(f"Xem và làm thử việc của phòng trên trang web: mailbot demo --page --out {out} (hoặc: make demo-web)")


def _demo_page(out: Path) -> None:
    """On the loopback whoever comes is the first of the demo's people."""
    from mailbot.demo.afterwards import reopened
    from mailbot.web.serving import serve

    app = reopened(out)
    try:
        web, who = app.config.web, app.campaign.office.visitors[0]
        typer.echo(f"Mở http://{web.host}:{web.port} trong trình duyệt: đã vào với tên {who.called}. Dừng: Ctrl-C")
        serve(app, _clinic(), who)
    finally:
        app.close()


for group in (cli, roster_cli, decide_cli):
    for command in group.registered_commands:
        command.cls = VietnameseCommand


def main() -> None:
    """Errors that a person can mend are sentences, not tracebacks. What is written is read by its owner alone."""
    from mailbot.memory import look_for_rings_less_often
    from mailbot.private import keep_private

    look_for_rings_less_often()
    keep_private()
    try:
        code = run_command()
    finally:
        _let_go_of(sys.stderr)
    sys.exit(code)


def _let_go_of(log: TextIO) -> None:
    """What the disk has no room to log is no failure of what was done: Python 3.13 would end with 120."""
    try:
        log.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), log.fileno())


def run_command() -> int:
    try:
        return int(cli(standalone_mode=False) or 0)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Đã dừng theo yêu cầu.", err=True)
        return 130
    except ConfigurationError as error:
        from mailbot.commands.check import broken

        outcome = broken(error)
        for line in outcome.lines:
            typer.echo(line, err=True)
        return outcome.code
    except MailbotError as error:
        typer.echo(str(error), err=True)
        _tell(error, str(error))
        return 1
    except NoArgsIsHelpError as error:
        typer.echo(error.message, err=True)
        return error.exit_code
    except UsageError as error:
        if error.ctx is not None:
            typer.echo(f"{translated(error.ctx.get_usage())}\nXem hướng dẫn: {error.ctx.command_path} --help", err=True)
        typer.echo(translated(error.format_message()), err=True)
        return error.exit_code
    except _refusals() as error:
        from mailbot.faults import in_words

        words = in_words(error)
        typer.echo(words, err=True)
        _tell(error, words)
        return 1


def _refusals() -> tuple[type[OSError], type["SQLAlchemyError"], type["SQLiteError"]]:
    """What the disk and the database raise. Looked up when something is raised: commands that need no database are
    quick to start."""
    from sqlite3 import Error

    from sqlalchemy.exc import SQLAlchemyError

    return OSError, SQLAlchemyError, Error


def _tell(error: Exception, words: str) -> None:
    """What somebody must see who reads no logs goes into the alarm file, too."""
    from mailbot.database import is_damage

    if is_damage(error):
        from mailbot.alarms import write

        config = _config()
        write(words, config.data_folder, datetime.now().astimezone())


if __name__ == "__main__":
    main()

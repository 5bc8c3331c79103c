"""What a filled workbook changes, and what was not taken from it, as sheets: where it is too much for a letter."""

import io
from collections.abc import Sequence

from openpyxl.workbook import Workbook

from mailbot.writing.package import fixed
from mailbot.writing.sheets import Field, fill, sheet
from rules.campaign import Campaign
from rules.intake.sheet_lines import Refusal
from rules.intake.workbook_words import STRUCK, Change
from rules.mail import Attachment

NAME = "thay-doi-theo-bang-tinh.xlsx"

_CHANGES = (
    Field("STT", 6, "number"),
    Field("Đơn vị, đợt", 34),
    Field("Nội dung", 50),
    Field("Mục", 26),
    Field("Trước", 44),
    Field("Sau", 44),
)
_REFUSED = (Field("STT", 6, "number"), Field("Trang", 22), Field("Ô", 10, "mark"), Field("Lý do", 90))


def changes_file(changes: Sequence[Change], refused: Sequence[Refusal], campaign: Campaign) -> Attachment:
    book = Workbook()
    book.remove(book.worksheets[0])
    title = "Thay đổi theo bảng tính"
    if changes:
        made = sheet(book, "Thay đổi", f"{title}, {campaign.short}", "Trước và sau khi sửa, theo đơn vị")
        fill(made, _CHANGES, [_row(place, one) for place, one in enumerate(changes, start=1)])
    if refused:
        made = sheet(book, "Không nhận", f"Ô không nhận từ bảng tính, {campaign.short}", "Trang và ô của tệp gửi đến")
        rows = [(place, one.sheet, one.cell, one.why) for place, one in enumerate(refused, start=1)]
        fill(made, _REFUSED, rows)
    out = io.BytesIO()
    book.save(out)
    office = campaign.office
    return Attachment(NAME, fixed(out.getvalue(), title=title, creator=office.agency, identifier="", status=""))


def _row(place: int, change: Change) -> tuple[str | int, ...]:
    if change.what:
        return place, change.whose, change.about, change.what, change.before, change.after
    deed = "bỏ nội dung" if change.after == STRUCK else "thêm nội dung" if change.whose else ""
    return place, change.whose, change.about, deed, "", "" if change.after == STRUCK else change.after

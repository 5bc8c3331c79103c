"""Forms for units as files: Word for most, Excel for those who keep lists."""

from functools import lru_cache

from mailbot.writing.form_excel import write_form_xlsx as write_form_xlsx
from mailbot.writing.form_word import write_form_docx as write_form_docx
from rules.mail import Attachment
from rules.papers.forms import Form

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@lru_cache(maxsize=128)  # four reminders in a row carry the same form
def form_files(form: Form) -> tuple[Attachment, ...]:
    """The same form twice; a unit fills in the one it likes better. Equal forms give equal bytes."""
    return (
        Attachment(f"{form.file_stem}.docx", write_form_docx(form), _WORD),
        Attachment(f"{form.file_stem}.xlsx", write_form_xlsx(form), _EXCEL),
    )

"""One small healthy file per format, to be broken by the fuzz tests."""

import io
from email.message import EmailMessage

from reportlab.pdfgen.canvas import Canvas

from tests.unit.reading.make import docx, p, row, tbl, tc, xlsx, zipped

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def odf(kind: str, inside: str, automatic: str = "") -> bytes:
    """A .odt ("text") or .ods ("spreadsheet") with that inside."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" xmlns:table="{_TABLE}" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{inside}</office:{kind}></office:body></office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def seeds() -> dict[str, bytes]:
    """File name -> bytes."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    style = '<w:basedOn w:val="B"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="A">{style}</w:style>'
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    table = tbl(
        tc("TT", '<w:vMerge w:val="restart"/>') + tc("Thời gian", '<w:gridSpan w:val="2"/>'),
        tc("", "<w:vMerge/>") + tc("Từ") + tc("Đến"),
    )
    word = docx(p("BÁO CÁO", '<w:pStyle w:val="A"/>') + p("một", listed) + table, styles=styles, numbering=numbering)
    sheet = f"<cols><col min='3' max='3' hidden='1'/></cols><sheetData>{row(1, {'A': 'TT', 'B': 'Tên', 'C': 'x'})}" + (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>45529</v></c><c r="C2" t="s"><v>0</v></c></row>'
        "</sheetData>"
        '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" fontId="0" borderId="0"/></cellXfs>'
    book = xlsx({"S1": sheet, "S2": "<sheetData/>"}, strings=["chuỗi"], styles=formats)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "Truong THPT so 1")
    canvas.grid([72, 172, 272], [500, 530, 560])
    canvas.drawString(80, 540, "A")
    canvas.save()
    mail = EmailMessage()
    mail["From"] = "a@truong.example"
    mail["Subject"] = "Đăng ký"
    mail.set_content("Kính gửi")
    mail.add_alternative("<table border=1><tr><td>A<td>B</tr></table>", subtype="html")
    mail.add_attachment(word, maintype="application", subtype="octet-stream", filename="a.docx")
    page = "<p>a<table border=1><tr><td rowspan=2>1<td>2</tr><tr><td>3</tr></table><ol><li>x</ol><!-- c -->"
    cells = (
        '<table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell><table:table-cell/>'
    )
    item = "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>"
    grid = f'<table:table table:name="S"><table:table-column/><table:table-row>{cells}</table:table-row></table:table>'
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 .VnTime;}}\trowd\cellx1000\cellx2000 a\cell b\cell\row \par B\u225 ?o}"
    return {
        "a.docx": word,
        "a.xlsx": book,
        "a.pdf": buffer.getvalue(),
        "a.eml": bytes(mail),
        "a.html": page.encode(),
        "a.txt": "Kính gửi\n> cũ\nTT\tTên\n1\tA\n".encode(),
        "a.csv": b"TT;Ten\n1;A\n",
        "a.zip": zipped({"1.docx": word, "2.txt": "x"}),
        "a.odt": odf("text", f"<text:h text:outline-level='1'>I</text:h>{item}{grid}"),
        "a.ods": odf("spreadsheet", grid),
        "a.rtf": rtf,
    }  # fmt: skip

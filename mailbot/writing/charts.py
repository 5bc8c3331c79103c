"""Figures as charts: DrawingML charts for Word, drawn by the reader's program in the face of the document.

A chart part (ISO/IEC 29500-1, 21.2) needs no drawing library and no fonts on the machine that writes it, prints
sharply, and is the same bytes each time. Excel's charts are made by openpyxl from the cells of the workbook.
"""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from mailbot.writing.package import escaped
from mailbot.writing.profile import FACE
from rules.report import Chart, Series

# Dark and light, with an outline: told apart in print without colour.
FILLS = ("1F4E79", "BFBFBF")
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU_PER_MM = 36000
_BAR = 7.5  # mm for each lying bar
_FRAME = 32.0  # mm for title, axis and legend
_HEIGHT = 75.0  # mm of charts whose height does not grow with their bars
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_VALUE_AXIS, _CATEGORY_AXIS = 111, 222


def place(document: Any, paragraph: Any, chart: Chart, width: float) -> None:
    """Adds the chart to the package and shows it in the paragraph, `width` mm wide."""
    package = document.part.package
    number = sum("/charts/chart" in str(part.partname) for part in package.iter_parts()) + 1
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CONTENT_TYPE, chart_xml(chart).encode(), package)
    key = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(parse_xml(_inline(key, number, width, height(chart), chart.title)))


def height(chart: Chart) -> float:
    """In mm: lying bars need room for each name."""
    return _FRAME + _BAR * len(chart.categories) if chart.kind == "bars" else _HEIGHT


def _inline(key: str, number: int, width: float, tall: float, title: str) -> str:
    size = f'cx="{round(width * _EMU_PER_MM)}" cy="{round(tall * _EMU_PER_MM)}"'
    return (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Biểu đồ {number}" descr="{escaped(title)}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart {_NAMESPACES} r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def chart_xml(chart: Chart) -> str:
    """The chart part. Values stand in it; there is no workbook behind it."""
    body = _line(chart) if chart.kind == "line" else _bars(chart)
    legend = ""
    if len(chart.series) > 1:
        legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_NAMESPACES}><c:roundedCorners val="0"/><c:chart>{_title(chart.title)}'
        f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{body}{_axes(chart)}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_type(1100)}</a:pPr><a:endParaRPr/></a:p></c:txPr></c:chartSpace>"
    )


def _type(size: int, *, bold: bool = False, tag: str = "a:defRPr") -> str:
    """Face and size, in hundredths of a point."""
    return (
        f'<{tag} sz="{size}" b="{int(bold)}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="{FACE}"/><a:cs typeface="{FACE}"/></{tag}>'
    )


def _title(text: str) -> str:
    run = f"<a:r>{_type(1300, bold=True, tag='a:rPr')}<a:t>{escaped(text)}</a:t></a:r>"
    rich = f"<c:rich><a:bodyPr/><a:p><a:pPr>{_type(1300, bold=True)}</a:pPr>{run}</a:p></c:rich>"
    return f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title>'


def _bars(chart: Chart) -> str:
    direction = "bar" if chart.kind == "bars" else "col"
    stacked = len(chart.series) > 1
    grouping = "stacked" if stacked else "clustered"
    overlap = '<c:overlap val="100"/>' if stacked else ""
    series = "".join(_series(chart, index, one) for index, one in enumerate(chart.series))
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="60"/>{overlap}<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
    )


def _line(chart: Chart) -> str:
    series = "".join(_series(chart, index, one) for index, one in enumerate(chart.series))
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:lineChart>'
    )


def _series(chart: Chart, index: int, series: Series) -> str:
    fill = FILLS[index % len(FILLS)]
    paint = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
    if chart.kind == "line":
        look = f'<c:spPr><a:ln w="28575">{paint}</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="4"/>'
        look += f"<c:spPr>{paint}</c:spPr></c:marker>"
    else:
        look = f'<c:spPr>{paint}<a:ln w="6350"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></c:spPr>'
        look += '<c:invertIfNegative val="0"/>' + _labels(index, len(chart.series))
    names = "".join(f'<c:pt idx="{at}"><c:v>{escaped(name)}</c:v></c:pt>' for at, name in enumerate(chart.categories))
    values = "".join(f'<c:pt idx="{at}"><c:v>{value:g}</c:v></c:pt>' for at, value in enumerate(series.values))
    size = f'<c:ptCount val="{len(chart.categories)}"/>'
    smooth = '<c:smooth val="0"/>' if chart.kind == "line" else ""
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>{escaped(series.name)}</c:v></c:tx>{look}'
        f"<c:cat><c:strLit>{size}{names}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{size}{values}</c:numLit></c:val>{smooth}</c:ser>"
    )


def _labels(index: int, total: int) -> str:
    """The value at each bar; in a stack inside it, in the ink that can be read on its fill; 0 is not written."""
    ink = "FFFFFF" if total > 1 and index == 0 else "000000"
    where = "ctr" if total > 1 else "outEnd"
    paint = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    return (
        '<c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/>'
        f'<a:p><a:pPr><a:defRPr sz="1000">{paint}<a:latin typeface="{FACE}"/></a:defRPr></a:pPr><a:endParaRPr/></a:p>'
        "</c:txPr>"
        f'<c:dLblPos val="{where}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _axes(chart: Chart) -> str:
    """Names at the left and the first of them on top for lying bars; below otherwise. Values are whole numbers."""
    lying = chart.kind == "bars"
    order, names, numbers = ("maxMin", "l", "t") if lying else ("minMax", "b", "l")
    crosses = '<c:crosses val="max"/>' if lying else '<c:crosses val="autoZero"/>'
    step = _step(max((sum(values) for values in zip(*(s.values for s in chart.series), strict=True)), default=0))
    grid = (
        '<c:majorGridlines><c:spPr><a:ln w="3175"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
    )
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{names}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{numbers}"/>{grid}</c:majorGridlines>'
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_CATEGORY_AXIS}"/>{crosses}'
        f'<c:crossBetween val="between"/><c:majorUnit val="{step}"/></c:valAx>'
    )


def _step(largest: float) -> int:
    """A round step that gives at most about eight lines."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000) if largest / step <= 8)

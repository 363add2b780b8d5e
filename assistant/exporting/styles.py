"""Styles and numbering of the Word file: named in Chinese, so that a lawyer can restyle the whole by a click."""

from __future__ import annotations

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SONG = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
HEI = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体" w:cs="Times New Roman"/>'
BOLD = "<w:b/><w:bCs/>"
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
CENTRE, LEFT = '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'
NOTE_NAME = "草稿说明"
"""Paragraphs whose style's name begins so are notes of a draft, not contract."""

DATA_TABLE, SIGNING_TABLE = "清单表格", "签署栏"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing(before: int, after: int, line: int = 360) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{1 if level == 0 else 2}"/></w:numPr>'


def _box(colour: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="6" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FFF8E1"/>'


def _style(id: str, name: str, properties: str = "", run: str = "", based: str = "Normal") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    paragraph = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    characters = f"<w:rPr>{run}</w:rPr>" if run else ""
    kind = ' w:default="1"' if id == "Normal" else ' w:customStyle="1"' if id.startswith("Ht") else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{id}"><w:name w:val="{name}"/>{parent}'
        f"<w:qFormat/>{paragraph}{characters}</w:style>"
    )


_KEEP = "<w:keepNext/><w:keepLines/>"
_WIDOW = "<w:widowControl/>"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CELLS = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    f'<w:style w:type="table" w:customStyle="1" w:styleId="HtDataTable"><w:name w:val="{DATA_TABLE}"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>{_CELLS}</w:tblPr>'
    '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
    f'<w:style w:type="table" w:customStyle="1" w:styleId="HtSigningTable"><w:name w:val="{SIGNING_TABLE}"/>'
    '<w:basedOn w:val="TableNormal"/></w:style>'
)


def styles_xml() -> str:
    """Return styles.xml: nothing but what the contract uses."""
    hanging = '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>'
    paragraphs = (
        _style("Normal", "Normal", _WIDOW + '<w:jc w:val="both"/>', based=""),
        _style("HtTitle", "合同标题", "<w:keepNext/>" + _spacing(240, 360) + CENTRE, HEI + BOLD + _size(36)),
        _style("HtParty", "首部", hanging + LEFT),
        _style("HtBody", "正文段", INDENT),
        _style("HtArticle", "条标题", _KEEP + _numbered(0) + _spacing(240, 60) + NO_INDENT + LEFT
               + '<w:outlineLvl w:val="0"/>', HEI + BOLD),
        _style("HtClause", "款", _numbered(1) + INDENT),
        _style("HtItem", "项", _numbered(2) + INDENT),
        _style("HtAnnex", "附件标题", _KEEP + "<w:pageBreakBefore/>" + _spacing(0, 240) + LEFT
               + '<w:outlineLvl w:val="0"/>', HEI + BOLD + _size(28)),
        _style("HtSigning", "签署栏文字", _spacing(60, 60, 300) + LEFT, _size(21)),
        _style("HtTableHead", "表头", "<w:keepNext/>" + _spacing(40, 40, 240) + CENTRE, HEI + BOLD + _size(21)),
        _style("HtTableText", "表格文字", _spacing(40, 40, 240) + LEFT, _size(21)),
        _style("HtNote", NOTE_NAME, _box("BF9000") + _spacing(0, 40, 280) + LEFT, HEI + _size(20)),
        _style("HtNoteHead", f"{NOTE_NAME}标题", "<w:keepNext/>" + _spacing(80, 40, 280), BOLD + _size(21), "HtNote"),
        _style("HtEnd", "分节", _spacing(0, 0, 20).replace("auto", "exact"), _size(2)),
        _style("Header", "header", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="808080"/></w:pBdr>'
               + _spacing(0, 0, 240) + LEFT, _size(18)),
        _style("Footer", "footer", _spacing(0, 0, 240) + CENTRE, _size(18)),
    )  # fmt: skip
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{SONG}<w:kern w:val="2"/>{_size(24)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing(0, 0)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    character = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    return f"<w:styles {NAMESPACES}>{defaults}{''.join(paragraphs)}{character}{_TABLES}</w:styles>"


LEVELS = (
    ("HtArticle", "decimal", "第%1条", False, NO_INDENT),
    ("HtClause", "decimal", "%1.%2", True, INDENT),
    ("HtItem", "decimal", "(%3)", False, INDENT),
)
"""Style, number format, text, whether all numbers in it are arabic, and indent of each level."""

HEADING = ("HtArticle", "chineseCountingThousand", "第%1条", False, NO_INDENT)
FIRST_OWN_LIST = 3


def numbering_xml(lists: int) -> str:
    """Return numbering.xml: one outline bound to the styles, and ``lists`` more lists that begin at (1).

    Headings (list 1) count in Chinese, clauses and items (list 2) in arabic figures. Both are the same outline,
    so that 第三条 is followed by 3.1: ``isLgl`` says the same, but not every word processor heeds it.
    """
    levels = "".join(_level(place, *level) for place, level in enumerate(LEVELS))
    more = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in range(FIRST_OWN_LIST, FIRST_OWN_LIST + lists)
    )
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{_level(0, *HEADING)}</w:lvlOverride></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )


def _level(place: int, style: str, form: str, text: str, arabic: bool, indent: str) -> str:
    legal = "<w:isLgl/>" if arabic else ""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style}"/>{legal}<w:suff w:val="space"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
    )

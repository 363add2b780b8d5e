"""Blanks of every style: lines, empty and filled brackets, 【 】, XX, 待定, gaps of spaces, boxes not ticked.

One blank is one place to write in: ____年__月__日 are three. A hint beside a blank, ____（填写城市）, is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.linting.page import HAN, Span
from knowledge.linting.sheet import Mark, Sheet

_ASK = (
    r"(?:请|此处|在此)?(?:填[写入上]?|输入|插入|注明|写明|补[充填])|^(?:请|如|例如|例|选填|待定|待填|待补充?|待确认|待商定|TBD|TBC)"
)
_FIELD = (
    r"(?:名称|全称|姓名|名字|地址|住所|住所地|所在地|地点|城市|区县|日期|时间|年份|期限|期间|周期|金额|总额|费用|单价|价格|价款|比例|税率|费率|数量|数额|份数|天数|日数|次数|人数"
    r"|编号|号码|代码|电话|手机|传真|邮箱|邮编|账号|帐号|户名|开户行|银行|联系人|代表人?|负责人|职务|标准|方式|方法|范围|内容|描述|说明|要求|格式|用途|目的|机构|委员会|法院|公司|单位|项目|产品|版本|依据|规格|型号|全文|币种)"
)
_LABEL = re.compile(rf"(?:{_ASK})|{_FIELD}(?:[,、及和/或].{{0,16}})?$|(?:{_FIELD})[,、]?(?:如|例如|例)|^[甲乙丙丁]方.{{0,10}}$|[Xx×]{{2,}}|^具体", re.I)
_DOTS = r"[●•·*＊xX×○〇_—\-\s　.…?]"
_NO_BLANK = re.compile(
    r"^(?:[\d\s〇○.,%-]+|盖章|签字|签章|签名|公章|以下无正文|以下空白|本页无正文|完|略|加粗|注[:：意释].*|附件.*|[甲乙丙丁]方|.{0,4}章)$"
)
_BRACES = re.compile(r"\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}|«[^»\n]{1,60}»")
_BRACKETS = re.compile(r"\[([^\[\]\n]{0,120})\]|【([^【】\n]{0,80})】|<([^<>\n]{1,40})>")
_UNDERLINE = re.compile(r"[_＿﹍]{2,}|(?<=[:第为至年月日])[ \t]*_(?![A-Za-z0-9_])|[﹎▁]{2,}")
_DASHES = re.compile(r"(?<=[^\s\-—─])[ \t]*(?:-{4,}|—{3,}|─{3,})(?=[^\-—─])|\.{6,}(?![.\s]*\d)")
_EMPTY = re.compile(r"\([ \t　]+\)|(?<=[第共为于在式执])\(\)|《[ \t　]*》|“[ \t　]*”|\"[ \t　]+\"|‘[ \t　]+’|〔[ \t　]*〕")
_ASIDE = re.compile(
    r"\((?:(?:请|此处)[^()\n]{0,12}(?:填|选择|注明)[^()\n]{0,30}|填写[^()\n]{0,30}|(?:具体)?[^()\n]{0,6}待(?:定|填|补充|确认))\)"
)
_CROSSES = re.compile(
    rf"(?<![A-Za-z0-9])(?:20)?[Xx]{{2,}}(?![A-Za-z0-9])|(?<![A-Za-z])20[Xx]{{2}}(?=[年.\-{HAN}])|(?<=[{HAN}:])[Xx]{{2,}}(?=[{HAN}])"
    rf"|[×✕╳]{{2,}}|(?<=[{HAN}])×(?=[{HAN}]+(?:公司|市|区|省))|(?<![一二三四五六七八九十零\d])[○●]{{2,}}(?![一二三四五六七八九十零年])|[△□]{{2,}}|(?<![*\d])\*{{3,}}(?!\*)"
    rf"|某某+|某(?:公司|市|省|区|县|年|月|日|单位|仲裁委员会|法院|银行)(?!.{{0,2}}以上)"
)
_WORDS = re.compile(
    r"(?<!等)待(?:定|填写?|商定|协定)(?![期金向义性级额])|(?<=[:为])\s*(?:待补充|待确认|待协商|另行填写|暂缺|略)(?=[。;,)\]】\s]|$)|\b(?:TBD|TBC|T\.B\.D\.?)\b",
    re.M,
)
_MEASURE = r"(?:年|月|日|天|个|份|万?元|条|款|项|种|次|期|倍|轮|%|‰|人民法院|中级人民法院|仲裁委员会|方(?=[所负承提]))"
_GAP = re.compile(
    rf"(?<=[第共计在于为过约期后前式执持归向由付至达到应即])[ \t　]+(?={_MEASURE})|(?<=的)[ \t　]+(?=[%‰])|(?<=年)[ \t　]+(?=月)|(?<=月)[ \t　]+(?=日)|(?<=[\s　于:])[ \t　]+(?=年[ \t　]+月)"
    rf"|(?<=由)[ \t　]+(?=[和与][ \t　])|(?<=[和与])[ \t　]+(?=(?:于|共同|签订|在)[ \t　{HAN}])"
    rf"|(?<=[{HAN}])[ \t　]{{6,}}(?=[{HAN}(。;,])(?![{HAN}()]{{2,16}}\s*:|[甲乙丙丁]方)|(?<=:)[ \t　]{{6,}}(?=[{HAN}(。;,])|(?<=[:])[ \t　]{{3,}}(?=[。;,(])|(?<=[:])[ \t　]{{6,}}$|(?<=[{HAN}])[ \t　]{{8,}}$"
    rf"|(?<=[.、)])[ \t　]{{8,}}(?=[;。])|(?<=[.、])[ \t　]{{4,}}(?=方)",
    re.M,
)
_LABELS = (
    r"(?:合同|协议)?编号|合同登记编号|(?:单位|公司)?名称|项目名称|(?:注册|联系|通讯|通信|送达|开票)?地址|住所地?|法定代表人|负责人|委托代理人|联系人|项目联系人|经办人|联系方式|联系电话|电话|手机|传真|电子邮箱|电子信箱|邮箱"
    r"|邮政编码|邮编|开户银行|开户行|户名|账户名称|账号|帐号|税号|纳税人识别号|统一社会信用代码|证件号码|身份证号码?|签[订约署](?:日期|时间|地点)|有效期限|申请登记人|登记材料"
)
_BARE = re.compile(rf"^[ \t　]*(?:[甲乙丙丁]方)?(?:\d{{1,2}}[.、])?[ \t　]*(?:{_LABELS})(?:\([^)\n]{{0,12}}\))?[ \t　]*:[ \t　]*$", re.M)
_BARE_SIDE = re.compile(r"^[ \t　]*(?:[甲乙丙丁]方(?:\([^)\n]{0,20}\))?|[^\s:]{2,4}方\([甲乙丙丁]方\))[ \t　]*:[ \t　]*$", re.M)
_BOX = re.compile(r"[□☐▢◻](?![□☐▢◻])")
_TICKED = re.compile(r"[☑☒■√✓✔▣]|\[\s*[xX√✓]\s*\]")
_NOTE = re.compile(
    r"[(（【\[](?=[^()（）【】\[\]\n]{0,40}(?:根据[^()（）\n]{0,14}(?:增删|选择|调整|填写|修改)|视情况|(?:任|择)选?其?一(?:填写|保留|适用)|二选一|[删保]除?(?:本|此|该)?(?:条|款|项|行|提示|说明|留)|如(?:不)?适用[^()（）\n]{0,6}(?:删|请)|范本|示范文本说明|起草说明|律师注|编者注))"
    r"[^()（）【】\[\]\n]{4,80}[)）】\]]"
)


@dataclass(frozen=True)
class Blank:
    """A place to write in; ``label`` is what stands before it."""

    start: int
    end: int
    label: str


def blank_spans(half: str, raw: str, span: Span) -> list[Span]:
    """Return where a text has blanks, in order, none inside another; ``raw`` shows signs folding would hide."""
    found: list[Span] = []
    found += _bracketed(half, span)
    found += [m.span() for m in _BRACES.finditer(half, *span) if "☐" not in m[0]]
    for pattern in (_UNDERLINE, _EMPTY, _CROSSES, _WORDS, _DASHES):
        found += [_trimmed(half, m) for m in pattern.finditer(half, *span)]
    found += [m.span() for m in _GAP.finditer(half, *span)]
    found += [m.span() for m in _ASIDE.finditer(half, *span)]
    for pattern in (_BARE, _BARE_SIDE):
        found += [_trimmed(half, m) for m in pattern.finditer(half, *span) if _empty_after(half, m)]
    return _apart(half, found)


def _trimmed(half: str, match: re.Match[str]) -> Span:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return start, match.end()


def _bracketed(half: str, span: Span) -> Iterator[Span]:
    for match in _BRACKETS.finditer(half, *span):
        kind = half[match.start()]
        words = next(g for g in match.groups() if g is not None).strip()
        if kind == "<":
            blank = bool(re.search(rf"[{HAN}]", words)) and bool(_LABEL.search(words))
        elif not words or re.fullmatch(rf"{_DOTS}+", words):
            blank = True
        elif _NO_BLANK.match(words) or not re.search(rf"[{HAN}XxTt_]", words):
            blank = False
        elif kind == "[":
            blank = _field_like(words)
        else:
            blank = bool(_LABEL.search(words)) or "_" in words
        if blank:
            yield match.span()


def _field_like(words: str) -> bool:
    """Square brackets in a contract are for filling in, unless a whole sentence stands in them."""
    return bool(_LABEL.search(words)) or not re.search(r"[。;]|应当?|不得|是指", words)


def _empty_after(half: str, match: re.Match[str]) -> bool:
    """A label is a blank only when the next line brings no value: it ends, or is a label or number itself."""
    after = half[match.end() :].lstrip("\n")
    line = after.split("\n", 1)[0].strip()
    if "方" in match[0] and re.match(r"(?:单位|公司|企业)?(?:名称|全称)|\d{1,2}[.、]|\(", line):
        return False
    if re.search(r"(?:编号|电话|手机|传真|邮编|邮政编码|邮箱|信箱|[账帐税]号|代码|号码)[^:]*:\s*$", match[0]) and not re.search(r"[\dA-Za-z]", line):
        return True
    return not line or re.match(rf"(?:年\s+月|[甲乙丙丁]方|第.{{1,4}}条|\d|\(|{_LABELS}|名称|[{HAN}　 ]{{1,16}}:)", line) is not None


def _apart(half: str, spans: list[Span]) -> list[Span]:
    """Drop spans inside others and hints that stand right beside a blank."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if kept and start < kept[-1][1]:
            continue
        if kept and half[start] == "(" and not half[kept[-1][1] : start].strip():
            continue
        kept.append((start, end))
    return kept


def blanks(sheet: Sheet) -> Iterator[Mark]:
    """Every blank, counted: those of the text are errors, those of the signatures are filled in by hand."""
    spans = blank_spans(sheet.half, sheet.page.raw, sheet.page.body)
    for rule, signed in (("R-STR-03", False), ("L-SIG-01", True)):
        here = [s for s in spans if sheet.signed(s[0]) is signed]
        for place, (start, stop) in enumerate(here, 1):
            end = max(start + len(sheet.half[start:stop].rstrip()), start + 1)
            label = _label(sheet.half, start, end)
            count = f"第{place}处，共{len(here)}处"
            if signed:
                message = f"签署栏“{label}”留空（{count}），签署时填写。"
            else:
                message = f"“{label}”还没有填（{count}），不能作为签署版。"
            yield Mark(rule, start, end, message=message)


def _label(half: str, start: int, end: int) -> str:
    """Return the words around a blank, so that one knows it without opening the file."""
    line_start, line_end = half.rfind("\n", 0, start) + 1, half.find("\n", end)
    line_end = len(half) if line_end < 0 else line_end
    before = re.split(r"[。;,_\]]|\d\.\d+", half[line_start:start])[-1].strip()[-20:]
    after = re.split(r"[。;,:(\[]|\d\.\d", half[end:line_end])[0].strip()[:8]
    before, after = (re.sub(r"[_\s]+", "_", part) for part in (before, after))
    words = half[start:end].strip()
    inner = words if re.search(rf"[{HAN}A-Za-z]", words) else "____"
    return f"{before}{inner[:24]}{after}"


def choices(sheet: Sheet) -> Iterator[Mark]:
    """Groups of boxes of which none is ticked: on one line, or on lines that each begin with one."""
    group: list[re.Match[str]] = []
    count, last = 0, -1
    ticked = False
    for start, end in sheet.page.lines():
        line = sheet.half[start:end]
        boxes = list(_BOX.finditer(sheet.half, start, end))
        listed = bool(re.match(r"\s*(?:\{\{)?[□☐▢◻☑☒■√✓✔▣]", line))
        if not (boxes and listed and last == start - 1):
            yield from _unticked(group, ticked)
            group, ticked = [], False
        group += boxes
        ticked = ticked or bool(_TICKED.search(line))
        last = end if listed else -1
        count += len(boxes)
    yield from _unticked(group, ticked)


def _unticked(group: list[re.Match[str]], ticked: bool) -> Iterator[Mark]:
    if group and not ticked:
        yield Mark("L-BLK-01", group[0].start(), group[0].end(), str(len(group)))


def notes(sheet: Sheet) -> Iterator[Mark]:
    """Instructions to whoever drafts that were left standing."""
    for match in sheet.matches(_NOTE):
        yield Mark("L-BLK-02", match.start(), match.end(), match[0])

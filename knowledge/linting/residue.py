"""What is broken in the text itself: readings in brackets, characters turned into others, cuts, web page words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.linting.page import CUT, HAN, pinyin_spans, simplified
from knowledge.linting.sheet import Mark, Sheet

_BROKEN = re.compile(
    r"[\ufffd\ue000-\uefff]+|(?:锟斤拷|烫烫烫|屯屯屯)+|顚[懞戇懛懱]?|懞(?=[\u4e00-\u9fff])|鶄|[\u4e00-\u9fff]€(?=[\u4e00-\u9fff(])|&(?:nbsp|lt|gt|amp|quot|#\d{2,5});|\\u[0-9a-fA-F]{4}|%(?:E[4-9]%[89AB][0-9A-F]%[89AB][0-9A-F])+"
)
_LATIN = re.compile(r"(?:[ÃÂâäåæçèéï][\x80-\xbf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}){2,}")
_WORDS = re.compile(
    r"合同|协议|甲方|乙方|双方|约定|按照|应当|期限|例如|填写|金额|违约|支付|数据|模型|提供|使用|日期|名称|具体|书面|规定|责任|保密|方式|内容|技术|服务|费用|有限公司|法律|其他|条款|履行|解除|终止|仲裁|附件"
)
_RUN = re.compile(r"[^\x00-\x7f\u20ac\s]{3,}")
_UNFINISHED = re.compile(
    r"(?:[,，、:：;；—-]|(?:的|和|及|与|或|并|且|在|对|将|应|由|其|以|为|于|被|把|向|按|从|如|若|经|使|该|各|应当|不得|以及|或者|有权|可以|包括|根据|按照))\s*$"
)
_ENDS = re.compile(r"[。；;：:！!？?.”’\"』」》)）\]】…_＿}]\s*$")
_TABLE = re.compile(r"\s\|\s|\t|\.{6,}\s*\d+\s*$")


def residue(sheet: Sheet) -> Iterator[Mark]:
    """Broken characters one by one; readings in brackets once, with how many there are."""
    yield from _readings(sheet)
    raw = sheet.page.raw
    spans = [m.span() for m in _BROKEN.finditer(raw, *sheet.page.body)]
    spans += [m.span() for m in _LATIN.finditer(raw, *sheet.page.body) if _latin(m[0])]
    for run in _RUN.finditer(raw, *sheet.page.body):
        spans += _slipped(run)
    for start, end in _joined(spans):
        words = raw[start:end]
        if _signs(raw, start, end):
            yield Mark("R-STR-04", start, end, message=SIGNS.format(count=end - start), severity="info")
        else:
            yield Mark("R-STR-04", start, end, message=_broken(words))


SIGNS = "这里有{count}个字库以外的符号，多半是缩进或者图形，不同的电脑显示不一样。请删去，或者换成普通的字符。"
_PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
_BESIDE = re.compile(rf"[{HAN}A-Za-z0-9\[【]")


def _signs(raw: str, start: int, end: int) -> bool:
    """Private characters that touch no word stand for a sign (an indent, a box), not for lost words."""
    beside = raw[max(0, start - 1) : start], raw[end : end + 1]
    return bool(_PRIVATE.fullmatch(raw, start, end)) and not any(_BESIDE.match(c) for c in beside)


def _broken(words: str) -> str:
    shown = "".join(c if c.isprintable() and not "\ue000" <= c <= "\uf8ff" else "□" for c in words)[:16]
    meant = _meant(words)
    guess = f"原文大概是“{meant}”。" if meant else ""
    return f"“{shown}”是转码留下的乱码，原来的字已经丢了。{guess}请找原文核对。"


def _meant(words: str) -> str:
    """Return what a run of wrong characters probably was: the same bytes, read one byte later or as UTF-8."""
    for decoded in _decodings(words):
        if _WORDS.search(decoded):
            return "".join(re.findall(rf"[{HAN}，、：。]+", decoded))[:20]
    return ""


def _decodings(words: str) -> list[str]:
    try:
        data = words.encode("gbk")
    except UnicodeEncodeError:
        return []
    return [_shifted(data), _as_utf8(data)]


def _shifted(data: bytes) -> str:
    """Read the bytes one byte later, pair by pair, so that one bad pair does not shift the rest back."""
    pairs = (data[at : at + 2] for at in range(1, len(data) - 1, 2))
    return "".join(pair.decode("gbk", "replace")[0] for pair in pairs)


def _as_utf8(data: bytes) -> str:
    for piece in (data, data[:-1], data[:-2]):
        try:
            return piece.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return ""


def _slipped(run: re.Match[str]) -> list[tuple[int, int]]:
    """Find where the bytes of a run, read one byte later or as UTF-8, make words of contracts."""
    try:
        data = run[0].encode("gbk")
    except UnicodeEncodeError:
        return []
    found: list[tuple[int, int]] = []
    if len(data) == 2 * len(run[0]):
        words = _WORDS.finditer(_shifted(data))
        found = [(run.start() + m.start(), run.start() + m.end() + 1) for m in words]
    if not found and _WORDS.search(_as_utf8(data)):
        found.append(run.span())
    return [(s, min(e, run.end())) for s, e in found]


def _latin(words: str) -> bool:
    for name in ("cp1252", "latin-1"):
        try:
            if re.search(rf"[{HAN}]", words.encode(name).decode("utf-8", "ignore")):
                return True
        except UnicodeEncodeError:
            continue
    return False


def _joined(spans: list[tuple[int, int]], gap: int = 6) -> list[tuple[int, int]]:
    """Join spans that touch or nearly do: one broken phrase is one finding."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _readings(sheet: Sheet) -> Iterator[Mark]:
    """Pinyin was taken away before reading: its places are those of the source."""
    page = sheet.page
    low, high = page.origins[page.body[0]], page.origins[page.body[1]]
    spans = [s for s in pinyin_spans(page.source) if low <= s[0] <= high]
    if not spans:
        return
    first = next((i for i, origin in enumerate(page.origins) if origin >= spans[0][0]), 0)
    at = max(0, first - 1)
    words = page.source[max(0, spans[0][0] - 1) : spans[0][1]]
    lines = len({page.source.count("\n", 0, s) for s, _ in spans})
    count = f"，全文{len(spans)}处，分布在{lines}行" if len(spans) > 1 else ""
    message = f"字后面的括号里是网页加上的拼音（“{words}”{count}）。请用干净的文本，或者逐处删去。"
    yield Mark("R-STR-04", at, at + 1, message=message)


def cuts(sheet: Sheet) -> Iterator[Mark]:
    """Text that was kept back, or that stops in the middle of a sentence."""
    page = sheet.page
    whole = page.raw.translate(simplified())
    cut = CUT.search(whole)
    if cut and (cut.start() >= page.body[1] or any(s <= cut.start() < e for s, e in page.noise) or cut.start() > len(whole) // 2):
        yield Mark("L-END-01", cut.start(), cut.end(), cut[0].strip())
    lines = [s for s in page.lines() if page.text[slice(*s)].strip()]
    if lines and not cut:
        yield from _last(sheet, lines[-1])
    yield from _inside(sheet, lines)
    for start, end in page.noise:
        if start >= page.body[1] and "\n" in page.raw[start:end].strip():
            yield Mark("L-WEB-01", start, start + len(page.raw[start:end].split("\n")[0]), str(page.place(start)[0]))


def _last(sheet: Sheet, line: tuple[int, int]) -> Iterator[Mark]:
    """The last line of a contract that has no signatures ends a sentence; no line ends with 的 or a comma."""
    words = sheet.page.text[slice(*line)].rstrip()
    if _TABLE.search(words) or len(words) < 8 or sheet.signed(line[0]):
        return
    lone = sheet.signing < 0 and not sheet.outline.annexes and len(words) >= 15 and len(sheet.outline.numbers) >= 3
    if _UNFINISHED.search(words) or (lone and not _ENDS.search(words)):
        yield Mark("L-END-01", line[1] - min(6, len(words)), line[1], words[-12:])


def _inside(sheet: Sheet, lines: list[tuple[int, int]]) -> Iterator[Mark]:
    """A clause that stops in mid-sentence before the next number, in a text whose clauses end properly."""
    starts = {n.start for n in sheet.outline.numbers if n.style in ("条", "1.1", "1.", "(1)", "(一)")}
    heads = [any(s <= n < s + 8 for n in starts) for s, _ in lines]
    ends = [bool(_ENDS.search(sheet.page.text[s:e])) for s, e in lines]
    long = [e - s >= 24 and not _TABLE.search(sheet.page.text[s:e]) for s, e in lines]
    judged = [place for place in range(len(lines) - 1) if long[place] and heads[place + 1] and lines[place][1] <= sheet.main_end]
    unfinished = [place for place in judged if not ends[place]]
    if not unfinished or len(unfinished) * 5 > len(judged):
        return
    for place in unfinished:
        start, end = lines[place]
        end = start + len(sheet.page.text[start:end].rstrip())
        yield Mark("L-END-02", end - 6, end, sheet.page.text[end - 12 : end])

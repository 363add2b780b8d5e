"""Shapes people paste: tables, instalments (签约30%,交付40%…) and names behind a title (法人李明)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.reading.cells import grid
from assistant.reading.clauses import Clause, Message
from assistant.reading.scene import Scene
from knowledge.kinds.codes import account_parts
from knowledge.template import Slot

_SHARE = re.compile(r"(?:(?<!各占)(?<!各)(?<!另)一半(?!以)|(?<=[付给结打])另一半|另一半(?=付|给)|百分之\s*[\d.一二三四五六七八九十]+|\d+(?:\.\d+)?\s*%|(?<![\d])[1-9一二两三四五六七八九]成半?)")
_NODE = re.compile(r"签|首|预付|定金|尾|交付|验收|上线|中期|启动|付|合格|质保|里程碑|进场|完成|到货|节点|开工|初稿|终验|初验|数据|sign|deliver|accept|deposit|upfront|down ?payment|balance|milestone|kick-?off|final|completion|go-?live|retention|warranty|invoice", re.I)
_NOT_NODES = re.compile(r"误差|不少于|不低于|份额|所得|(?:数据方|训练方|甲方|乙方|我们|对方|他们)(?:占|拿|得|分)?\s*(?:\d+(?:\.\d+)?\s*%|[一二三四五六七八九]成)|占股|分成|违约|股|收益|准确|召回|精度|滞纳|逾期|赔|税率|税点|含税|增值税|专票|上限|vat|(?<![a-z])tax", re.I)

@dataclass(frozen=True)
class Piece:
    """Words at ``start:end`` for a slot, and how they read when they must be put in order first."""

    slot: str
    start: int
    end: int
    reading: str = ""


_AMENDED = re.compile(r"(?:[那这第]\s*[\d一二三四五六七八九十首末最后]*\s*笔|首笔|尾笔|末笔)[^,。;]{0,8}(?:[改换调变降升提加减](?:高|低|整|少)?[成为到至]|是|应)")
"""A change to one instalment of those that stand, which is no list of its own."""


def instalments(message: Message, scene: Scene, free: tuple[Clause, ...]) -> Piece | None:
    """Return the payment nodes named in running text, as one stretch."""
    slot = scene.slot("payment_nodes")
    if slot is None:
        return None
    standing = slot.id in scene.values
    more = bool(_ONE_MORE.search(message.text)) or any(_SHORT_OF.match(c.text) for c in message.clauses)
    run: list[Clause] = []
    for clause in (*free, None):
        shares = clause is not None and _SHARE.search(clause.text) and not _NOT_NODES.search(clause.text) and not _SHORT_OF.match(clause.text) and not (standing and _AMENDED.search(clause.text))
        if clause is not None and run and _THAT_IS.match(clause.text):
            continue  # 签约先付40%,就是4万8
        if clause is not None and shares and (not run or _beside(run[-1], clause)):
            run.append(clause)
            continue
        if _enough(run, slot.id in scene.expected, standing, more):
            break
        run = [clause] if clause is not None and shares else []
    if not _enough(run, slot.id in scene.expected, standing, more):
        return _bare_shares(message, scene, free, slot)
    start, end = run[0].start, run[-1].end
    texts = [c.text if _share_first(c.text) else _SHARE_ENDS.sub(r"\1、", c.text) for c in run]
    pieces = [p for t in texts for p in _parted(t) if _SHARE.search(p)]
    nodes = [_node(p) for p in pieces]
    reading = _onto(slot, scene.values.get(slot.id), nodes, message, start, more) or ",".join(nodes)
    lead = re.match(r"^[^::\t]{0,14}[::\t]\s*", message.text[start:end])
    return Piece(slot.id, start + (lead.end() if lead else 0), end, reading)


def all_amended(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Piece]:
    """首付只给20%,中间那笔改成25%,验收那笔55%: as many shares as stand, each in its turn."""
    if (slot := scene.slot("payment_nodes")) is None:
        return []
    rows = [dict(r) for r in known if isinstance(r, dict)] if isinstance(known := scene.values.get(slot.id), list) else []
    second = slot.columns[1].name
    for number in dict.fromkeys(c.sentence for c in free):
        told = [(c, m) for c in free if c.sentence == number and (m := _SHARE.search(c.text)) and not _NOT_NODES.search(c.text)]
        if len(told) != len(rows) or len(rows) < 2 or not any(_AMENDED.search(c.text) for c, _ in told):
            continue
        shares = [_percent(m[0]).rstrip("%") for _, m in told]
        if all(re.fullmatch(r"\d+(?:\.\d+)?", s) for s in shares) and sum(map(float, shares)) == 100:
            reading = grid(slot, [{**r, second: s} for r, s in zip(rows, shares, strict=True)])
            return [Piece(slot.id, told[0][0].start, told[-1][0].end, reading)]
    return []


_ONE_NODE = re.compile(r"(?P<name>.+?)(?P<n>\d+(?:\.\d+)?)%")
_REMAINDER = re.compile(r"(?:^|[。;!?\n,])\s*(?:那|然后)?(?:剩下?的?|其余的?|余下的?|还剩的?|余款)[^。;!?\n]{0,12}$")


def _onto(slot: Slot, rows: object, nodes: list[str], message: Message, start: int, more: bool) -> str:
    """The table once new shares are put to the rows of that name (第三笔和第四笔对调:交付20%,验收30%), or the rest to those that stand
    (剩下的:交付后付五成); an empty string where the shares told are a table of their own."""
    known = [dict(r) for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []
    first, second = (c.name for c in slot.columns[:2])
    told = {m["name"]: m["n"] for n in nodes if (m := _ONE_NODE.fullmatch(n))}
    clause = next((c.text for c in message.clauses if c.start <= start < c.end), "")
    rest = _REMAINDER.search(message.text[:start] + (_REST.match(clause) or [""])[0])
    whole = sum(float(r.get(second) or 0) for r in known)
    if not known or len(told) < len(nodes):
        return ""
    named = {str(r.get(first)) for r in known}
    changed = [{**r, second: told.get(str(r.get(first)), r.get(second))} for r in known]
    if len(told) < len(known) and set(told) <= named and sum(float(r[second] or 0) for r in changed) == 100:
        return grid(slot, changed)
    if (rest or more) and whole < 100:
        return grid(slot, [*known, *({first: name, second: share} for name, share in told.items())])
    return ""


_REST = re.compile(r"^(?:.*:)?\s*(?:那|然后)?(?:剩下?的?|其余的?|余下的?|余款|最后的?|另外?的?|还有)*\s*")


_SHARE_ENDS = re.compile(r"(百分之\s*[\d.一二三四五六七八九十]+)(?![\d.一二三四五六七八九十])(?=\S)")


def _share_first(words: str) -> bool:
    """Whether words tell one share, before what it is due for (剩下百分之八十验收合格再给)."""
    return bool(_SHARE.match(_REST.sub("", words))) and len(_SHARE.findall(words)) == 1


def _parted(words: str) -> list[str]:
    """The pieces of a clause that tell one share each: cut behind a share unless the clause begins with it."""
    found = []
    for piece in re.split(r"[、和/+]", words):
        found += [piece] if _share_first(piece) else re.split(r"(?<=[%成])\s*(?=\S)", piece)
    return found


def _beside(last: Clause, clause: Clause) -> bool:
    return clause.sentence == last.sentence or clause.start - last.end <= 2


_FIRST = re.compile(r"(?:首付|预付|定金|首期|头款|首款)款?(?:付|给|是|为|:|按)*\s*(?:合同|总)?(?:款|价|额)?的?\s*(?:\d|[一二两三四五六七八九]成|百分之)")
"""预付三成: one instalment, of which the rest is told later."""


_THAT_IS = re.compile(r"^\s*(?:也?就是|即|合计?|等于|折合|相当于)\s*[\d一二两三四五六七八九十百千万.]+[万千元块\d]*\s*$")
_REST_SAID = re.compile(r"^\s*(?:那|然后)?(?:剩下?的?|其余的?|余下的?|还剩的?|另外的?|最后的?)\s*(?:\d+\s*%|[一二两三四五六七八九]成|百分之)")
_ONE_MORE = re.compile(r"(?:漏|少)了?(?:说|写)?了?一?笔|(?:还有|再加|补|另有)一?笔")
_SHORT_OF = re.compile(r"^\s*(?:哦|噢|啊|哎|诶|呀|还)*(?:少|差|缺|漏)了?\s*(?:\d+\s*(?:%|个点)?|[一二三四五六七八九]成)\s*$")
"""少了10%: what a list lacks is no instalment."""


def _enough(run: list[Clause], expected: bool, standing: bool, more: bool) -> bool:
    shares = sum(len(_SHARE.findall(c.text)) for c in run)
    if shares == 1 and (_REST_SAID if standing else _FIRST).search(run[0].text):
        return True
    if shares == 1 and standing and more:
        return True
    return shares >= 2 and (expected or sum(bool(_NODE.search(c.text)) for c in run) >= min(2, len(run)))


_ENGLISH = (
    (r"(?:up(?:on|\s*to)\s*)?(?:contract\s*)?sign(?:ing|ature|ed)?", "签约"), (r"down\s*payment|deposit|upfront|advance(?:\s*payment)?", "预付款"), (r"kick-?off", "启动"),
    (r"deliver(?:y|ed|ables?)?", "交付"), (r"(?:final\s*)?accept(?:ance|ed)?", "验收"), (r"go-?live|launch", "上线"), (r"(?:final|balance)(?:\s*payment)?", "尾款"),
    (r"completion", "完成"), (r"warranty|retention", "质保"), (r"milestone", "里程碑"), (r"data", "数据"), (r"model", "模型"),
)  # fmt: skip


def _node(piece: str) -> str:
    share = _SHARE.search(piece)
    assert share is not None  # the caller looked
    name = re.sub(r"^.*[::\t]|[A-Za-z]+\d+|^\s*其中|^\s*(?:客户|对方|我们?|他们|甲方|乙方|需求方)(?:那边|这边|方面)?", "", piece[: share.start()] + piece[share.end() :])
    name = re.sub(r"^付款(?=签|首|预|交|验|中|启)", "", name)
    for english, word in _ENGLISH if re.search(r"[A-Za-z]{4}", name) else ():
        name = re.sub(rf"(?<![A-Za-z]){english}(?![A-Za-z])", word, name, flags=re.I)
    name = re.sub(r"(?<![A-Za-z])(?:upon|on|at|after|the|of|paid|due|payment)(?![A-Za-z])", "", name, flags=re.I)
    name = re.sub(r"(?:先|再|然后|最后|其余|剩下?的?|余下的?|支付|结清|付清|全部|各|我们|对方|总价的?|合同款的?|(?<![首预交])付(?!款)|给|的时候|时|之后|以后|(?<=[付收约格线])后|就|的|\s|(?<=款)于)+", "", name)
    name = re.sub(r"(?:他们|我们|对方|人家|客户)$|(?<=[约完付交收格线过])(?:了|好)$", "", re.sub(r"(?:他们|我们|对方|人家|客户)$", "", name.strip("/、,;| ")))
    name = re.sub(r"^(?:那|等|到|待|还是)+(?=\S{2})|(?:还是)$", "", name)
    return f"{name}{_percent(share[0].strip())}"


def _percent(share: str) -> str:
    """两成 → 20%, 三成半 → 35%; other shares as they are."""
    if share.endswith("一半"):
        return "50%"
    match = re.fullmatch(r"([1-9一二两三四五六七八九])成(半?)", share)
    if not match:
        return share
    tens = int(match[1]) if match[1].isdigit() else "〇一二三四五六七八九".index(match[1].replace("两", "二"))
    return f"{tens * 10 + (5 if match[2] else 0)}%"


_AMOUNT_NODE = re.compile(
    r"(?P<name>签约|签字|签合同|首付款?|预付款?|定金|尾款|交付|初验|终验|验收(?:合格)?|中期|上线|启动|质保金?)(?:后|时|付|给|再付|支付|结|款|，)*\s*(?P<n>\d+(?:\.\d+)?)\s*万"
)


def _by_amount(message: Message, scene: Scene, run: list[Clause], slot: Slot) -> Piece | None:
    """签约30万,验收20万 as shares, when the amounts add up to the total that is known."""
    start, end = run[0].start, run[-1].end
    nodes = list(_AMOUNT_NODE.finditer(message.text, start, end))
    whole = sum(Decimal(m["n"]) for m in nodes)
    known = scene.values.get("total_fee")
    said = re.findall(r"(\d+(?:\.\d+)?)\s*万", message.text[:start] + _AMOUNT_NODE.sub("", message.text[start:end]))
    totals = {Decimal(str(known)) / 10000} if isinstance(known, int) else {Decimal(x) for x in said}
    if len(nodes) < 2 or whole not in totals:
        return None
    shares = [Decimal(m["n"]) * 100 / whole for m in nodes]
    if any(s != s.to_integral_value() for s in shares):
        return None
    reading = ",".join(f"{m['name']}{int(s)}%" for m, s in zip(nodes, shares, strict=True))
    return Piece(slot.id, nodes[0].start(), nodes[-1].end(), reading)


def _bare_shares(message: Message, scene: Scene, free: tuple[Clause, ...], slot: Slot) -> Piece | None:
    """30/40/30 without names: kept so that the refusal can say what is missing."""
    for number in dict.fromkeys(c.sentence for c in free):
        run = [c for c in free if c.sentence == number]
        start, end = run[0].start, run[-1].end
        nodes = list(_UNSIGNED.finditer(message.text, start, end))
        if len(nodes) > 1 and sum(int(m["n"]) for m in nodes) == 100:
            reading = ",".join(f"{m['name']}{m['n']}%" for m in nodes)
            return Piece(slot.id, nodes[0].start(), nodes[-1].end(), reading)
        if amounts := _by_amount(message, scene, run, slot):
            return amounts
    for clause in free:
        if (each := _EACH_SHARE.search(clause.text)) and len(names := [n for n in re.split(r"[、和,]", each["list"]) if n.strip()]) * int(each["n"]) == 100:
            reading = ",".join(f"{re.sub(r'(?:付)?[一1]笔$|付$', '', n.strip())}{each['n']}%" for n in names)
            return Piece(slot.id, clause.start + each.start(), clause.start + each.end(), reading)
    for clause in free:
        if whole := _AT_ONCE.search(clause.text):
            return Piece(slot.id, clause.start + whole.start("once"), clause.start + whole.end(), f"{whole['n']}100%")
    for clause in free:
        match = re.search(r"(?<![\d/.\-年])\d{1,2}\s*[/:比]\s*\d{1,2}(?:\s*[/:比]\s*\d{1,2})*|[一二三四五六七八]{3}(?=付|开|$)", clause.text)
        if match and (slot.id in scene.expected or re.search(r"付|款|(?<!日)期|笔", clause.text)):
            return Piece(slot.id, clause.start + match.start(), clause.start + match.end())
    return None


_EACH_SHARE = re.compile(r"各(?:付|给|占)?\s*(?P<n>\d{1,2})\s*%\s*[:]\s*(?P<list>[^:%\d]+)$")
"""分两笔各50%:签约一笔、验收合格一笔."""
_UNSIGNED = re.compile(
    r"(?P<name>签[约订字][^\d,、\s]{0,3}?|首付款?|预付款?|尾款|交付[^\d,、\s]{0,3}?|(?:初验|终验|验收)[^\d,、\s]{0,4}?|中期[^\d,、\s]{0,3}?|质保金?|上线[^\d,、\s]{0,2}?|启动[^\d,、\s]{0,2}?)(?:付|给|款)?\s*(?P<n>\d{1,2})(?![\d%个天万日号月年工成])"
)
_AT_ONCE = re.compile(r"(?P<n>(?:数据|模型)(?:验收合格|验收通过|交付)|签约|签字|签订合同|交付|交货|验收合格|验收通过|验收|上线|收到发票)[^,。;%]{0,14}?(?P<once>(?:一次性|一次|全额|全部)(?:付清|付完|全付|结清|支付|付款|付|打款))")
_ACCOUNT = re.compile(r"户名|账户名|开户[行银]|账[号户](?=\s*[::是为]?\s*\d)|帐号|卡号|银行账[号户]")


_BASIS = re.compile(r"(?:收入|收益(?!分)|利润|实收|销售额|营收|流水)[^,。;]*(?:基数|为准|计算|算|提)|超(?:过|出)[^,。;]{0,6}部分|超(?:过|出)保底")
_PARTED_OUT = re.compile(r"(?:我们?|我方|甲方|乙方|对方|他们)[一二三四五六七八九](?:我们?|我方|甲方|乙方|对方|他们)[一二三四五六七八九]|(?:我们?|我方|我司|咱们?|对方|他们|甲方|乙方|[\u4e00-\u9fff]{2,4}[方边])[^,。;]{0,4}?(?:\d+(?:\.\d+)?\s*%|[一二两三四五六七八九]成|百分之)|[三四五六七八二]{2}(?:开|分)|平分|对半")


def revenue(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Piece]:
    """Return the rule of a revenue share told over clauses: what is shared, then who gets how much of it."""
    slot = scene.slot("revenue_share_rule")
    for number in dict.fromkeys(c.sentence for c in free) if slot else ():
        run = [c for c in free if c.sentence == number and not c.asks]
        basis = next((c for c in run if _BASIS.search(c.text)), None)
        shares = [c for c in run if basis and c.start >= basis.start and _PARTED_OUT.search(c.text)]
        if slot and basis and shares and basis is not shares[-1]:
            start = basis.start + max(basis.text.rfind(":") + 1, 0)
            return [Piece(slot.id, start, shares[-1].end)]
    return []


_NUMBER_ANEW = re.compile(r"(?:不对|错了|更正|改一?下)[^。;]{0,8}?(?:应该?是|是|改[成为]|为)\s*(?P<v>\d(?:[ -]?\d){7,29})(?!\d)")
_BANKED = re.compile(r"(?:账户|账号)(?:信息)?\s*(?:[::]|是|为)+\s*(?P<v>[^。;\n]*(?:银行|信用社|[支分]行|农商行)[^。;\n]*?\d{10,}(?!\d))")


_TOLD_PART = re.compile(r"户名|账户名|开户[行银][^,。;]{0,4}[:是]|[账帐卡]号\s*[:是为]?\s*\d")
_NUMBERED = re.compile(r"(?:账户|账号|收款账?户?|打款)(?:信息)?\s*(?:[::]|是|为|\s)+(?P<v>.*\d(?:[ -]?\d){7,}.*)$")
_OURS = re.compile(r"(?:我司|我们?|我方|本公司|公司|咱们?)(?:公司)?的?(?:收款|银行|对公)?$")


def _own(piece: Piece, match: re.Match[str], message: Message, scene: Scene) -> Piece:
    """我司账户:某银行 6222…: the account bears the name of the one who is paid, where that is who says so."""
    payee = scene.template.party("payee") or ""
    words = message.text[piece.start : piece.end]
    before = message.text[: (0 if match.string is message.text else piece.start - match.start("v")) + match.start()]
    name = scene.names.get(payee, "")
    if not name or scene.side != payee or not _OURS.search(before) or re.search(r"户名|账户名|公司|单位", words):
        return piece
    return Piece(piece.slot, piece.start, piece.end, _whole(f"户名:{name}", words))


def _whole(*told: str) -> str:
    """The parts of an account told in several pieces, each with its name; the later one of a part stands."""
    parts: dict[str, str] = {}
    for words in told:
        parts |= account_parts(words)
    return ";".join(f"{name}:{words}" for name, words in parts.items())


_INVOICED = re.compile(r"开票(?:资料|信息|抬头)|发票抬头|纳税人识别号")


_TAX_NUMBER = re.compile(r"(?:税号|纳税人识别号|信用代码)\s*[::是为]?\s*(?P<v>[0-9A-Za-z]{18})(?![0-9A-Za-z])")


def account(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Piece]:
    """Return the words of a bank account (neighbouring clauses that give 户名, 开户行 and 账号) and the tax number told among them."""
    whole = _account(message, scene, free)
    if whole is None:
        return []
    payee = {"甲方": "party_a_uscc", "乙方": "party_b_uscc"}.get(scene.template.party("payee") or "", "")
    number = _TAX_NUMBER.search(message.text, whole.start, whole.end)
    return [whole, Piece(payee, number.start("v"), number.end("v"))] if number and scene.slot(payee) else [whole]


def _of_payee(text: str, scene: Scene) -> bool:
    """Whether the details for an invoice are those of the one who is paid: then they are where the money goes, too."""
    payee = scene.template.party("payee") or ""
    payer = {"甲方": "乙方", "乙方": "甲方"}.get(payee, "")
    ours = scene.side == payee and bool(re.search(r"我们?的?|我方|我司", text))
    return bool(payee) and (payee in text or ours) and payer not in text


def _account(message: Message, scene: Scene, free: tuple[Clause, ...]) -> Piece | None:
    """The words of the account alone."""
    slot = next((s for s in scene.template.slots.values() if s.kind == "account"), None)
    run = [c for c in free if _ACCOUNT.search(c.text)]
    if run and _INVOICED.search(message.text[: run[-1].end]) and not re.search(r"收款|户名|账户名", message.text) and not _of_payee(message.text[: run[-1].end], scene):
        return None  # where the invoice goes, not where the money goes
    marks = {m[0][:2] for c in run for m in _ACCOUNT.finditer(c.text)}
    if slot is not None and len(marks) < 2:
        for clause in free:
            match = _BANKED.search(message.text, clause.start) or _NUMBERED.search(clause.text)
            if match:
                shift = 0 if match.string is message.text else clause.start
                piece = Piece(slot.id, shift + match.start("v"), shift + match.end("v"))
                return _own(piece, match, message, scene)
        told = scene.parts.get(slot.id) or scene.values.get(slot.id)
        number = _NUMBER_ANEW.search(message.text) if told and re.search(r"[账帐]号", message.text) else None
        if number and told:  # 账号我核了下,最后一位不对,应该是…
            return Piece(slot.id, number.start("v"), number.end("v"), _whole(str(told), f"账号:{number['v']}"))
        if run and told and _TOLD_PART.search(run[0].text):  # 户名就是我们公司, behind the number told before
            piece = _with_owner(Piece(slot.id, run[0].start, run[-1].end), message, scene)
            words = piece.reading or message.text[piece.start : piece.end]
            return Piece(slot.id, piece.start, piece.end, _whole(str(told), words))
    if slot is None or len(marks) < 2:
        return None
    lead = re.match(r"[^,。;]{0,12}?(?:账户|账号|信息)\s*(?:[::]|是|为|如下)+\s*(?=户名|开户|账|公司)", run[0].text)
    return _with_owner(Piece(slot.id, _bank_before(message, run[0]) or run[0].start + (lead.end() if lead else 0), run[-1].end), message, scene)


_BANK_BEFORE = re.compile(r"(?:^|[,。;:\s]|[打转汇付存][到进入]|走)(?![打转汇付存走])(?P<v>(?:开户行?[::是为\s]*)?[\u4e00-\u9fff()]{2,30}(?:银行|信用社|支行|分行|营业部|分理处))[,\s]*$")
_OWN_NAME = re.compile(r"户名[::]?\s*(?:就|也)?(?:是|写|用|填)?\s*(?:我们?|咱们?|我司|本|同)?(?:的)?(?:公司|单位|医院|学校|厂)(?:的)?(?:全称|名称|名字|名)?(?=\s*(?:$|[,。;\n]))")
"""The account bears the name of the one it belongs to, which was told before."""


def _bank_before(message: Message, first: Clause) -> int:
    """Where the bank's name stands that a number follows, or 0."""
    match = _BANK_BEFORE.search(message.text[: first.start])
    return match.start("v") if match and "\n\n" not in message.text[match.start("v") : first.start] else 0


_NAME_LINE = re.compile(r"(?:^|\n|[,;:])\s*(?:单位|公司|企业|开户)?(?:名称|全称|抬头)\s*[::\t]\s*(?P<v>[^\n,;]{4,40})")
_OWNER_LABEL = re.compile(r"户名|账户名|开户名")


def _with_owner(piece: Piece, message: Message, scene: Scene) -> Piece:
    words = message.text[piece.start : piece.end]
    name = scene.names.get(scene.template.party("payee") or "", "")
    headed = list(_NAME_LINE.finditer(message.text[: piece.start]))
    if headed and "\n\n" not in message.text[headed[-1].end() : piece.start] and not _OWNER_LABEL.search(words):
        return Piece(piece.slot, piece.start, piece.end, _whole(f"户名:{headed[-1]['v']}", words))
    if not name or not (own := _OWN_NAME.search(words)):
        return piece
    return Piece(piece.slot, piece.start, piece.end, f"{words[: own.start()]}户名:{name}{words[own.end() :]}")


def tables(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Piece]:
    """Return pasted tables (tab or | between cells) with the slot their columns belong to."""
    found, at, begin, lines = list[Piece](), 0, -1, 0
    for line in (*message.text.split("\n"), ""):
        gridlike = line.count("\t") >= 1 or line.count("|") >= 2
        if gridlike and begin < 0:
            begin, lines = at, 0
        if not gridlike and begin >= 0:
            if slot := _table_slot(message.text[begin : at - 1], scene, lines):
                found.append(Piece(slot, begin, at - 1))
            begin = -1
        lines += gridlike
        at += len(line) + 1
    return found


def _table_slot(block: str, scene: Scene, lines: int) -> str:
    head = {re.sub(r"[\s*]", "", c) for c in re.split(r"[\t|]", block.split("\n", 1)[0]) if c.strip()}
    scored = []
    for slot in scene.template.slots.values():
        if slot.kind == "table":
            hits = sum(any(c.name in h or h in c.name for h in head if len(h) >= 2) for c in slot.columns)
            scored.append((hits + 0.5 * (slot.id in scene.expected), slot.id))
    best = max(scored, default=(0, ""))
    if best[0] >= 2 or (best[0] >= 0.5 and best[1] in scene.expected and lines >= 1):
        return best[1]
    return ""

"""Every sentence that an answer itself says; what it quotes comes from templates, guides, statutes and the draft."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.law import Statute
from knowledge.template import Template

OUT_OF_SCOPE = (
    "这个问题和起草这两份合同无关，我答不了。我能帮您的是：模型归谁、数据怎么用、保密多久、违约怎么赔、"
    "怎样验收和付款这类合同问题，也可以接着填草稿。"
)
UNCLEAR = "我没有把握您问的是哪一点，不想乱答。可以说得具体些，比如“保密期几年”“晚付款怎么赔”，或者直接说条款号。"
MAYBE = "可能相关的有：{near}。您指的是哪一个？"
ABSENT = "《{title}》没有专门约定这一点，不能替您编一条。"
ABSENT_BOTH = "{titles}都没有专门约定这一点，不能替您编一条。"
ELSEWHERE = "《{title}》里有：{place}「{name}」——{plain}"
ABSENT_ADVICE = "双方想约定的，可以把商定的原话写进补充条款，定稿前请律师看一遍。"
NEAR_CLAUSES = "最接近的条款是{near}，可以看看是不是您要的。"
OTHER_PART = "消息里和合同无关的部分（“{said}”）我没有回答。"
INSTRUCTIONS = "消息里有要我改变工作方式的话，不起作用；我只按模板、法条和您的草稿回答。"
ONLY_INSTRUCTIONS = "这句话是要我改变工作方式，不是合同问题，我不会照做。想问哪个条款，直接说就行。"
NO_SUCH_PLACE = "《{title}》没有{said}，正文最后一条是{last}（{last_title}）。"
NO_SUCH_CLAUSE = "《{title}》没有{said}；{article}（{article_title}）共有{count}款，到{last}为止。"
NO_LAW = "没有查到叫《{name}》的现行规定，无法核实，不能写进合同，也不能当作依据。"
NO_LAW_ADVICE = "需要写进合同的要求，可以不挂这个名字，直接把双方同意的做法写清楚。您手上有文号或者原文的，请发来核对。"
ROLE = "在《{title}》里，甲方是{a}，乙方是{b}"
PAYS = "{payer}付款、{payee}收款"
PARTY_TRAP = "先说明：在《{title}》里{action}的是{right}（{right_role}），{wrong}是{wrong_role}。下面按{right}{action}来答。"
YOUR_SIDE = "您{role}，在《{title}》里是{party}"
MANDATORY_ONE = "{what}是必备条款，不能整条删掉，但可以改里面的内容、精简措辞。"
OPTIONAL_ONE = "{what}可以去掉：说“去掉{title}”这样的话就行，后面的编号会自动顺延。"
DELETE_ADVICE = "嫌长可以压缩措辞；确实要整条拿掉，须由律师另行起草。删掉约定后，法律上的义务和责任仍然在，只是少了对您有利的具体约定。"
CLAUSE = "{place}「{title}」：{quotes}"
CLAUSE_OF = "《{template}》{place}「{title}」：{quotes}"
PIECE = "{place}：{quotes}"
PIECE_OPTION = "{place}选“{option}”时：{quotes}"
CONDITION = "（这一款只在相应情况下写进合同）"
OPTIONAL = "（这一款默认不写进合同，需要时可以加上）"
DRAFT_LINE = "按您目前的草稿（{place}）：{line}"
DRAFT_DEFAULT = "按您目前的草稿（{place}，您没说，用的是默认值）：{line}"
DRAFT_OPEN = "草稿里「{label}」还没定（{place}）。"
DRAFT_LEFT_OPEN = "草稿里「{label}」先空着（{place}）。"
DRAFT_VALUE = "草稿里「{label}」写的是：{value}。"
DRAFT_UNUSED = "「{label}」您说过{value}，但按现在的约定用不上，没有写进合同。"
NO_DRAFT = "现在还没有草稿，所以没有填过的内容可查。"
DRAFT_ASKED_OPEN = "「{label}」还没有定。"
DRAFT_FILLED = "草稿里已经填了{count}项：{labels}。"
DRAFT_WAITING = "还没定的有{count}项：{labels}。"
FOR_PARTY = "对{party}（您这边）：{words}"
FOR_EACH = "对{party}：{words}"
USUAL = "常见写法：{words}"
OWN_BREACH = "{party}违约要负什么责任？"
STATUTE = "《{law}》第{article}条（{title}）：{summary}"
STATUTE_SHORT = "《{law}》第{article}条（{title}）"
RELEASE = "{law}第{article}条（{title}）：{summary}"
RELEASE_SHORT = "{law}第{article}条（{title}）"
ALSO_SEE = "另见{names}。"
NOT_IN_SUMMARY = "这只是要旨，不是原文。"
COMPARE = "两份合同在「{topic}」上的写法不一样，逐项对照如下。"
COMPARE_ONLY = "只有《{title}》写到了「{topic}」。"
COMPARE_ROW = "{subject}——{cells}"
COMPARE_CELL = "《{title}》{place}：{plain}"
WHICH = "《{title}》：{summary}{pays}"
PAY_FIXED = "固定由{payer}付款、{payee}收款。"
PAY_CHOSEN = "谁付钱由双方定，「{label}」可以选：{options}。"
DEPENDS = "先看谁出数据、谁付钱，再选合同。"
TURNED = "{role}是{cells}"
TURNED_ALL = "两份合同的甲乙方位置相反，别填反：{words}。"
FITS = "按您说的，用《{title}》。"
FITS_SIDE = "按您说的，用《{title}》，您这边是{party}（{role}）。"
OPTIONS = "可选：{options}"
YEARLY = "每天{rate}，折合一年约{percent}%（{figure}×365天）。"
SUM = "{base}元×{rate}×{days}天={result}元。"
SUM_PERCENT = "{base}元×{rate}={result}元。"
SUM_TAX = "{base}元÷(1+{rate})={net}元（不含税），税额{tax}元。"
SUM_GROSS = "{base}元×(1+{rate})={gross}元（含税），税额{tax}元。"
SUM_PART = "{rate}×{days}天，等于欠款的{percent}%。"
SUM_ONCE_OR_DAILY = "按一次性{rate}算：{base}元×{rate}={result}元；如果是每天{rate}，{days}天就是{daily}元。"
SUM_MONTHS = "（{time}按每月30天算）"
SUM_CAP = "上限是{base}元×{rate}={result}元。"
SUM_CAP_OVER = "算出来的数超过了上限，按上限{limit}元付。"
SUM_CAP_UNDER = "没有超过上限。"
SUM_CAP_DAYS = "拖满{days}天就到上限。"
SUM_OVER_LOSS = "违约金{penalty}元比损失{loss}元高出{percent}%，超过了30%，一般可以认定为过分高于损失，可以请求调减。"
SUM_WITHIN_LOSS = "违约金{penalty}元与损失{loss}元相比高出{percent}%，没有超过30%，一般不算过分高于损失。"
SUM_NODE = "{node}：{sum}"
SUM_ASSUMED = "（{what}取自您的草稿）"
SUM_DEFAULT = "（{what}没有另外填写，用的是模板默认值）"
ALSO = "另外，"
BY_LAW = "按法律，{words}"
BEWARE = "要注意：{words}"
THERE = "有，见{place}「{title}」{when}。"
THERE_IF = "（只在相应情况下写进合同）"
THERE_OPTIONAL = "（默认不写进合同，需要时可以加上）"
CHOOSE = "把「{label}」定为“{option}”，合同就按{place}写{fill}。"
CHOOSE_FILL = "，另外要填{labels}"
COMPANION = "配套的{place}「{title}」：{quotes}"
COMPANION_OF = "配套的《{template}》{place}「{title}」：{quotes}"
ALWAYS_IN = "必备、不能删的：{places}（写明条件的，条件成立才写进合同）。"
USUALLY_IN = "默认写进合同、可以去掉的：{places}。"
CAN_BE_ADDED = "默认不写、需要时可以加上的：{places}。"


def parties(template: Template) -> str:
    """Say who 甲方 and 乙方 are in this template, and who pays when that is fixed."""
    text = ROLE.format(
        title=template.title, a=template.role("甲方").label, b=template.role("乙方").label
    )
    payer, payee = template.party("payer"), template.party("payee")
    return f"{text}；{PAYS.format(payer=payer, payee=payee)}" if payer and payee else text


def statute(found: Statute, short: bool = False) -> str:
    """Say one article: its name, what it is about and, unless ``short``, what it says; weak sources are told."""
    release = found.law.endswith("号")
    form = (RELEASE_SHORT if short else RELEASE) if release else (STATUTE_SHORT if short else STATUTE)
    text = form.format(
        law=found.law, article=found.article, title=found.title or "要旨", summary=found.summary
    )
    return text + found.mark


def titles(templates: Sequence[Template]) -> str:
    """Name several templates."""
    return "、".join(f"《{t.title}》" for t in templates)


def piece(place: str, option: str, quotes: str) -> str:
    """Say the quotes of one piece of a clause."""
    form = PIECE_OPTION if option else PIECE
    return form.format(place=place, option=option, quotes=quotes)


def quoted(quotes: Sequence[str]) -> str:
    """Put exact quotes in quotation marks, an ellipsis between what does not stand together."""
    return "……".join(f"“{quote}”" for quote in quotes)


def sentence(text: str) -> str:
    """Close a text with a full stop when it has none."""
    text = text.strip()
    return text if not text or text[-1] in "。？！?!；：）" else f"{text}。"

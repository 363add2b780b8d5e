"""Every sentence the assistant itself says in a conversation, to be read through as a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.checking.results import CheckResult
from assistant.conversation import Asked, Difference, Exported, Noted, Refusal, Reply
from assistant.findings import Finding
from knowledge.template import Slot, Template

HELLO = (
    "您好，我是拟约，帮您起草人工智能模型训练方面的合同。您可以直接说情况，例如"
    "「我们出数据，对方训练模型，公司叫……」，也可以先问条款，例如「模型归谁」。"
)
HELP = (
    "直接说就行：一句话里可以报好几项；说错了说「改成……」；不想现在定的说「先空着」；"
    "拿不准的问「一般填什么」；说「撤销」退回上一步，「还差什么」看缺项，「导出草稿」拿 Word 文件。"
)
THANKS = "不客气。草稿一直存着，随时接着说。"
STOP = "好，先到这里。说过的都存好了，下次打开接着来。"
NOT_LEGAL_ADVICE = "这是供律师修改的初稿，不是法律意见。"
NO_TEMPLATE = "您要起草哪一份？"
WHICH_AGAIN = "还差一步：起草第 1 份还是第 2 份？回个数字就行。您说过的我都记着，选定以后一起填进去。"
CHOSEN = "好，起草《{title}》：甲方是{a}，乙方是{b}。"
AGAIN = "接着刚才的：{labels}（必填 {done}/{total}）。"
NOTHING_TO_UNDO = "前面没有可以撤销的改动。"
NOTHING_TO_REDO = "没有可以恢复的改动。"
NOTHING_TO_CONFIRM = "眼下没有等您确认的事。"
EMPTY = "您还没有写内容。可以说说这次合作，或者问一个条款。"
TOO_LONG = "这段话有 {length} 字，一次最多读 {limit} 字。请分几次发，前面说过的都还在。"
UNCLEAR = "「{said}」我没有听明白要写到哪里。可以说得具体些，比如「保密期五年」。"
KEPT_WAITING = "这些我先记着，选定合同后就填进去。"
ALL_ASKED = "必填的都齐了。说「检查一下」看有没有问题，说「导出正式版」或「导出草稿」拿 Word 文件。"
ONLY_LEFT_OPEN = "能问的都问过了，还空着：{labels}。想好了随时说；现在可以「导出草稿」。"
MANDATORY = "「{title}」（{address}）是模板必备条款，不能整条删除；可以改里面的内容，或由律师确认后另行起草。"
ALREADY_OFF = "「{title}」本来就没有放进合同。"
SWITCHED_ON = "已加上「{title}」，后面的编号自动顺延。"
SWITCHED_ON_LATER = "已加上「{title}」，不过按现在填的内容它还不用印出来，条件成就时自动出现。"
SWITCHED_OFF = "已去掉「{title}」，后面的编号和引用自动调整。"
NO_SUCH_CLAUSE = "这份模板里没有「{clause}」这样的条款。"
EXTRA_ADDED = "已原样记入「补充条款」：{words}\n这是双方自己的文字，模板不为它担保，请律师看一遍。"
SIDE_NOTED = "好，您这边是{party}（{role}）。"
SIDE_NEUTRAL = "好，我按中立的立场提建议。"
CLEARED = "已清空「{label}」。"
WAS_EMPTY = "「{label}」本来就是空的。"
LEFT_OPEN = "「{label}」先空着，草稿里会标出来。"
UNDONE = "已撤销上一步：{what}。说「恢复」可以找回来。"
REDONE = "已恢复：{what}。"
NO_USE = "「{label}」按现在的约定用不上，先记着，不写进合同。"
USED_NOW = "「{title}」这一款本来没有放进来，您给了「{label}」，就一起加上了；不要的话说“不要{title}”。"
OFFER_CLAUSE = "建议把「{title}」加进合同。"
NO_SLOT = "这份合同里没有「{said}」这一项。"
CHECK_CLEAN = "检查过了：内容和模板结构一致，没有发现问题。"
CHECK_FOUND = "检查过了，有 {count} 处要看："
DRAFT_READY = "草稿已经备好，可以下载。"
FINAL_READY = "正式版已经备好，可以下载。请交律师看过再签。"
FINAL_BLOCKED = "正式版现在还不能出："
STILL_OPEN = "还没定的有 {count} 项：{labels}。文件里用横线标着。"
ASSUMED = "您没提、按默认值写的有：{labels}。"
SWAP_PROPOSAL = "要不要把两边对调：甲方（{role_a}）写{name_a}，乙方（{role_b}）写{name_b}？回「对」就这样写，回「不用」按您原来说的写。"
OFFER = "建议{change}。"
OFFER_CHANGE = "把「{label}」改成 {value}"
OFFER_FILL = "「{label}」可以写 {value}。"
TAKE_OFFER = "回「按建议改」就写上，不改就接着说。"
CONFIRM_PROPOSAL = "{message}\n「{label}」确定写{value}吗？回「确定」才会写上，或者换一个数。"
SWAPPED = "已把甲乙双方对调。"
PENDING_DROPPED = "好，不动。"
SWITCHED_TEMPLATE = "已换成《{title}》。"
CARRIED_PARTY = "{old}是原来的{before}，在这份合同里是{after}（{role}）。"
LOST = "这几项在新合同里没有对应的位置，没有带过去：{labels}。"
ADVICE = "「{label}」{advice}"
NO_ADVICE = "「{label}」没有通行的填法，要看双方怎么谈。{example}"
WHY = "问「{label}」是因为：{why}"
FOR_SIDE = "您这边是{party}，{levels}{why}。"
BOTH_SIDES = "甲方通常争取 {a}，乙方通常争取 {b}。"
WHICH_SIDE = "说一声您是哪一方，我按您的立场建议。"
NO_SUBJECT = "您说的是哪一项？"
NO_VALUES = "还没有填任何内容。"
CHECK_FILE = "核对文件：{name}"
FILE_KIND = "「{name}」打不开来核对：只认 {kinds} 文件。请先另存成其中一种（扫描件要先识别成文字）。"
FILE_LARGE = "「{name}」太大，一次最多 {limit} MB。请去掉图片再试。"
FILE_UNUSABLE = "「{name}」没法核对：{why}"
FILE_SAME = "「{name}」和{against}逐段核对过，一处不差（《{title}》）。"
FILE_DIFFERS = "「{name}」是《{title}》，和{against}逐段核对，有 {count} 处不同："
SINCE_SAME = "这份文件{day}导出以后，文字没有改过。"
SINCE_OTHERWISE = "按文件自带的记录，它{day}导出以后文字没有改过，差别来自后来改了的草稿。这条记录懂行的人改得了，以逐条差别为准。"
SINCE_CHANGED = "这份文件{day}导出以后改过。"
AGAINST_DRAFT = "您的草稿"
AGAINST_TEMPLATE = "模板"
FILE_OTHER = "「{name}」不是照我的模板写的，没有可以对照的条款；按一般合同查，有 {count} 处要看："
FILE_OTHER_CLEAN = "「{name}」不是照我的模板写的；按一般合同查，没有发现编号、空白、金额、日期、引用方面的毛病。"
TAKE_OVER = "要照文件里的改吗：{listed}？回「换成对方的」就都改进草稿，只改一项就说「保密年限按对方的」这样，回「不用」保持原样。"
GO_ON_FROM = "要从这份文件接着起草《{title}》吗？里面的 {count} 项内容会填进草稿。回「对」就接着写。"
AT_LINE = "第{line}行（{where}）：{message}"
KIND_NAMES = {"value": "值改了", "words": "文字改了", "missing": "删掉了", "added": "多出来的", "moved": "挪了位置"}
HEARD = "听您的意思，还有这些，您点头才写："
HEARD_ASK = "回「对」就这样写，回「不用」就不写，也可以直接说正确的。"
WOULD_USE = "起草《{title}》"
WOULD_ADD = "补充条款：{words}"
WOULD_SIDE = "您这边是{side}"
WOULD_OPEN = "「{label}」先空着"
WOULD_CLEAR = "清空「{label}」"
WOULD_SWITCH_ON = "加上「{title}」"
WOULD_SWITCH_OFF = "去掉「{title}」"
TWO_READINGS = "「{said}」是「{label}」的{one}还是{other}？请再说一次，定下来才写。"
TWO_PLACES = "「{said}」说的是「{one}」还是「{other}」？请带上名称再说一次，定下来才写。"
HEARD_ACT = "您是不是想{act}？是的话请直接说「{say}」。"
CLAUSE_PROPOSAL = "您的原话：{words}\n可以写成：{worded}\n放进「补充条款」用这个写法吗？回「对」用这个写法，回「不用」按原话写。"
CLAUSE_CLASH = "这条可能和{place}「{title}」冲突，那里写的是：“{quote}”请看看要不要都留。"
EXPLAINED = "（以上解释由模型写成，每句都和出处核对过，标在句末。）"
EXPLAINED_PART = "（以上解释由模型写成，每句都和出处核对过，标在句末；有 {count} 句核对不上，已经去掉。）"
NOT_EXPLAINED = "模型的解释和出处对不上，没有采用，以上是拟约自己的回答。"
_FAULTS = {
    "timeout": "模型没有及时答复", "resting": "模型刚才几次没有答复", "refused": "模型这会儿连不上",
    "limited": "模型那边说请求太多", "denied": "模型不认这个密钥", "overflow": "这次要说的内容超过了模型的长度",
    "endless": "模型的输出没完没了", "empty": "模型没有说出内容", "broken": "和模型的连接断了",
    "shapeless": "模型的输出读不懂", "missing": "这个模型要用的软件包没有安装", "stopped": "已停下对模型的询问",
}
FAULT = "（{reason}，这一轮是离线完成的，内容不受影响。）"


def fault(code: str) -> str:
    """Say, in one calm line, why a turn went without the model."""
    return FAULT.format(reason=_FAULTS.get(code, _FAULTS["broken"]))


def choose_template(templates: Iterable[Template]) -> str:
    """Ask which contract, one line a template."""
    lines = [NO_TEMPLATE]
    for place, template in enumerate(templates, 1):
        sides = "，".join(f"{p}是{template.role(p).label}" for p in ("甲方", "乙方"))
        lines.append(f"{place}. 《{template.title}》：{template.summary or sides}（{sides}）")
    return "\n".join(lines)


def noted_line(noted: Noted) -> str:
    """Say what was written, and what stood there before."""
    text = f"{noted.label}：{noted.value}"
    if noted.before:
        text += f"（原来是 {noted.before}）"
    return text + (f"（{noted.note}）" if noted.note else "")


def asked_line(asked: Asked) -> str:
    """Say one question with its example and choices."""
    text = asked.ask
    if asked.choices and not all(choice in text for choice in asked.choices):
        text += f"（{' / '.join(asked.choices)}）"
    if asked.example and not asked.choices:
        text += f"（例：{asked.example}）"
    return text


def advice(slot: Slot) -> str:
    """Say what people usually put."""
    if slot.advice:
        return ADVICE.format(label=slot.label, advice=_sentence(slot.advice))
    example = f"例如：{slot.example}。" if slot.example else ""
    return NO_ADVICE.format(label=slot.label, example=example)


def why(slot: Slot) -> str:
    """Say why a slot is asked."""
    return WHY.format(label=slot.label, why=_sentence(slot.why or slot.ask))


def _sentence(text: str) -> str:
    text = text.replace("\n", "").strip()
    return text if text.endswith(("。", "?", "?", "!")) else text + "。"


def joined(labels: Sequence[str], limit: int = 8) -> str:
    """Join labels for a sentence; a long list is cut and counted."""
    shown = "、".join(labels[:limit])
    return shown if len(labels) <= limit else f"{shown}等 {len(labels)} 项"


def finding_line(finding: Finding) -> str:
    """Say one finding with its mark, its message and its authority."""
    mark = {"error": "须改", "warn": "留意", "info": "说明"}[finding.severity]
    basis = f"（依据：{finding.basis}）" if finding.basis and not finding.basis.startswith("—") else ""
    return f"[{mark}] {finding.message}{basis}"


def refusal_line(refusal: Refusal) -> str:
    """Say what was not written and why."""
    if refusal.said and refusal.said not in refusal.reason:
        return f"没有写入「{refusal.said}」：{refusal.reason}"
    return refusal.reason


def exported_lines(exported: Exported) -> list[str]:
    """Say that the file is there, or why not."""
    if exported.blocked:
        lines = [FINAL_BLOCKED] if exported.final else []
        return lines + [f"- {reason}" for reason in exported.blocked]
    lines = [FINAL_READY if exported.final else DRAFT_READY]
    if exported.open:
        lines.append(STILL_OPEN.format(count=len(exported.open), labels=joined(exported.open)))
    if exported.assumed:
        lines.append(ASSUMED.format(labels=joined(exported.assumed)))
    return [*lines, NOT_LEGAL_ADVICE]


def reply_text(reply: Reply) -> str:
    """Put the parts of a reply in the order they are read: noted, refused, answers, warnings, questions."""
    blocks: list[str] = []
    if reply.noted:
        blocks.append("记下了：\n" + "\n".join(f"- {noted_line(n)}" for n in reply.noted))
    blocks += list(reply.told)
    blocks += [refusal_line(r) for r in reply.refused]
    blocks += [answer.text for answer in reply.answers]
    if reply.checked and reply.checked.differences:
        blocks.append("\n".join(difference_line(d) for d in reply.checked.differences))
    if findings := spoken_findings(reply):
        blocks.append("\n".join(finding_line(f) for f in findings))
    if reply.exported:
        blocks.append("\n".join(exported_lines(reply.exported)))
    if reply.offers:
        blocks.append("\n".join([*(offer.words for offer in reply.offers), TAKE_OFFER]))
    blocks += [proposal.words for proposal in reply.proposals]
    if reply.asked:
        blocks.append(questions(reply.asked, reply.progress, reply.again))
    blocks += [reply.closing, reply.aside]
    return "\n\n".join(block for block in blocks if block)


def since_words(result: CheckResult, differs: bool) -> str:
    """Say whether a file was changed after it was exported; an empty string when it does not tell."""
    if result.untouched is None:
        return ""
    if not result.untouched:
        return SINCE_CHANGED.format(day=result.exported)
    return (SINCE_OTHERWISE if differs else SINCE_SAME).format(day=result.exported)


def difference_line(difference: Difference) -> str:
    """Say one place where a file differs."""
    title = f"「{difference.title}」" if difference.title else ""
    change = {"missing": difference.ours, "added": difference.theirs}.get(
        difference.kind, f"{difference.ours} → {difference.theirs}")
    return f"- {difference.address}{title} {KIND_NAMES[difference.kind]}：{change}"


def spoken_findings(reply: Reply) -> list[Finding]:
    """Return the findings of a reply that nothing else in it says: a reason, a refusal, a proposal."""
    said = [
        *(reply.exported.blocked if reply.exported else ()),
        *(p.words for p in reply.proposals), *(r.reason for r in reply.refused),
    ]
    return [f for f in reply.findings if not any(f.message in words for words in said)]


def questions(asked: Sequence[Asked], progress: tuple[int, int], again: bool = False) -> str:
    """Put the questions; those that were put last time are only recalled."""
    done, total = progress
    if again:
        labels = "、".join(a.label for a in asked)
        return AGAIN.format(labels=labels, done=done, total=total)
    head = f"接下来（必填 {done}/{total}）：" if total else "接下来："
    if len(asked) == 1:
        return f"{head}{asked_line(asked[0])}"
    return "\n".join([head, *(f"{i}. {asked_line(a)}" for i, a in enumerate(asked, 1))])


def proposal_swap(template: Template, name_a: str, name_b: str, reason: str) -> str:
    """Point out that the sides contradict the template, and offer to exchange them."""
    question = SWAP_PROPOSAL.format(
        role_a=template.role("甲方").label, role_b=template.role("乙方").label,
        name_a=f"「{name_a}」" if name_a else "原来的乙方", name_b=f"「{name_b}」" if name_b else "原来的甲方",
    )
    return f"{reason}\n{question}" if reason else question

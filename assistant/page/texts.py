"""What the page itself says, in Chinese and English; contracts and replies stay Chinese."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = {"zh": "中文", "en": "English"}

_TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("拟约", "Niyue"),
    "tagline": ("人工智能模型训练合同 · 起草与核对", "AI model training contracts · drafting and checking"),
    "note": (
        "供律师修改的初稿，不是法律意见。内容只存在运行拟约的这台电脑上。",
        "A first draft for your lawyer, not legal advice. Everything stays on the computer that runs Niyue.",
    ),
    "welcome": ("把谈好的条件说出来，写成一份合同", "Say what was agreed; read it as a contract"),
    "lead": (
        "像和同事说话一样讲这次合作：谁出数据，谁训练，多少钱，模型归谁。说到哪里，合同就写到哪里；"
        "拿不准的条款随时问，回答都带原文。",
        "Describe the deal as you would to a colleague: who brings the data, who trains, what it costs, who owns "
        "the model. The contract takes shape beside the conversation. Contracts and replies are in Chinese.",
    ),
    "is_head": ("它是", "It is"),
    "is": (
        "两份固定模板的起草助手。合同文字只来自模板和您说的内容，每个数字都核对过再写。",
        "a drafting assistant over two fixed templates. Words come from the template and from you alone.",
    ),
    "is_not_head": ("它不是", "It is not"),
    "is_not": (
        "律师，也不替您拿主意。没说的不编，没有的条款会直说没有。",
        "a lawyer. It makes nothing up, and says so when a template has no such clause.",
    ),
    "start_data_coop": ("起草训练数据合作协议", "Draft a data cooperation agreement"),
    "start_data_coop_more": ("一方出数据，另一方训练模型", "one side brings data, the other trains"),
    "start_train_service": ("起草模型训练合同", "Draft a model training contract"),
    "start_train_service_more": ("付费请人训练模型", "one side pays the other to train a model"),
    "start_owner": ("训练出来的模型归谁？", "Who owns the trained model?"),
    "start_owner_more": ("看条款怎么约定，法律怎么规定", "what the clauses and the law say"),
    "start_breach": ("泄密要赔多少？", "What does a leak cost?"),
    "start_breach_more": ("不起草，先问条款也行", "asking comes before drafting, if you like"),
    "message": ("要说的话", "Your message"),
    "placeholder": (
        "说说这次合作，或者问一个条款",
        "Describe the deal, or ask about a clause",
    ),
    "keys": ("Enter 发送，Shift+Enter 换行", "Enter sends, Shift+Enter for a new line"),
    "send": ("发送", "Send"),
    "thinking": ("正在理解、查阅、核对", "Reading, looking up, checking"),
    "you": ("您", "You"),
    "failed": (
        "这一步没有做成，前面说过的都还在，刚写的已放回输入框。请看看拟约是否还开着，再试一次。",
        "That step failed; what was said before is kept, and your words are back in the box. Check that Niyue is "
        "still running, then try again.",
    ),
    "trouble": (
        "这一步没有存下来：{problem} 您的话已放回输入框，前面说过的都还在。",
        "That step was not saved: {problem} Your words are back in the box; what was said before is kept.",
    ),
    "disk": (
        "写不进数据文件夹（{reason}）。请腾出磁盘空间或检查权限，再发一次。",
        "the data folder can't be written ({reason}). Free some space or check permissions, then send again.",
    ),
    "no_file": (
        "Word 文件写不出来。对话都还在；请腾出磁盘空间或检查数据文件夹的权限，再说一句话就会重写。",
        "The Word file can't be written. Nothing said is lost; free some space or check permissions, then go on.",
    ),
    "no_word": (
        "Word 文件没有写：{why}改好以后会自动重写。",
        "The Word file was not written: {why} It is written again once that is put right.",
    ),
    "history": ("以前的对话", "Conversations"),
    "history_none": ("还没有存下的对话", "No conversations yet"),
    "history_now": ("新的对话", "New conversation"),
    "untitled": ("还没选合同", "No contract yet"),
    "new": ("新对话", "New"),
    "manage": ("管理", "Manage"),
    "rename": ("给这场对话改名", "Rename this conversation"),
    "rename_ask": ("这场对话叫什么？", "A name for this conversation:"),
    "delete": ("删除这场对话", "Delete this conversation"),
    "delete_sure": (
        "删除这场对话和它的 Word 文件？删了找不回来。",
        "Delete this conversation and its Word files? This can't be undone.",
    ),
    "wipe": ("删除我的全部数据", "Delete all my data"),
    "wipe_sure": (
        "删除您的全部 {count} 场对话和 Word 文件？删了找不回来。",
        "Delete all {count} of your conversations and their Word files? This can't be undone.",
    ),
    "language_other": ("English", "中文"),
    "skip_to_message": ("跳到输入框", "Skip to the message box"),
    "show_chat": ("对话", "Conversation"),
    "show_paper": ("合同与依据", "Contract and sources"),
    "draft_file": ("下载草稿 Word", "Download draft (Word)"),
    "make_final": ("出正式版", "Make the final version"),
    "final_file": ("下载正式版 Word", "Download final (Word)"),
    "download": ("下载 Word", "Download Word"),
    "tab_contract": ("合同", "Contract"),
    "tab_fields": ("填写项", "Fields"),
    "tab_evidence": ("依据", "Sources"),
    "tab_findings": ("问题", "Findings"),
    "no_contract": ("选定合同以后，它会在这里边谈边成形", "The contract takes shape here as you talk"),
    "no_fields": ("选定合同以后，要填的内容列在这里，也可以直接改。", "What the contract needs appears here, ready to edit."),
    "no_evidence": ("问一个条款，回答引用的原文和法条就列在这里。", "The clauses and statutes an answer rests on appear here."),
    "no_findings": ("眼下没有发现问题。", "No findings at present."),
    "no_findings_yet": ("选定合同以后，这里会列出要改、要留意的地方。", "What to change or to watch appears here."),
    "filled": ("已填", "filled"),
    "assumed": ("按默认", "default"),
    "left_open": ("先空着", "left open"),
    "open": ("未填", "open"),
    "optional": ("可不填", "optional"),
    "fresh": ("刚改", "just changed"),
    "edit": ("点按修改", "press to edit"),
    "said": ("您说的是", "you said"),
    "waiting": ("等您在对话里确认", "waits for your answer in the conversation"),
    "columns": ("一行一项，各列用 | 隔开：{names}", "One row a line, columns apart by | : {names}"),
    "progress": ("必填 {done}/{total}", "{done} of {total} required"),
    "next": ("接下来", "Next"),
    "again": ("接着刚才的", "Still to answer"),
    "noted": ("记下了", "Noted"),
    "was": ("原来是", "was"),
    "skip": ("先空着", "Leave open"),
    "advise": ("一般填什么？", "What is usual?"),
    "advise_one": ("「{label}」一般填什么？", "What is usual for 「{label}」?"),
    "yes": ("对", "Yes"),
    "no": ("不用", "No"),
    "take": ("按建议改", "Take the suggestion"),
    "source": ("看出处 {n}", "See source {n}"),
    "see_clause": ("在合同里看", "Show in the contract"),
    "see_field": ("去填写", "Fill in"),
    "clauses": ("条款原文", "Clauses, word for word"),
    "statutes": ("法条要旨（我们的概括，以官方文本为准）", "Statutes (our own summaries; the official text decides)"),
    "clause_basis": ("依据", "Basis"),
    "error": ("须改", "Must fix"),
    "warn": ("留意", "Watch"),
    "info": ("说明", "Note"),
}


def text(key: str, language: str = "zh") -> str:
    """Return what the page says for ``key``; unknown keys raise KeyError."""
    chinese, english = _TEXTS[key]
    return english if language == "en" else chinese

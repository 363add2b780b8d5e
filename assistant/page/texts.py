"""What the page itself says, in Chinese and English; contracts and replies stay Chinese."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = {"zh": "中文", "en": "English"}

_TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("拟约", "Niyue"),
    "tagline": ("人工智能模型训练合同 · 起草与核对", "Drafting and checking AI model training contracts"),
    "promise": (
        "给律师修改的初稿，不是法律意见。内容只存在这台电脑上，不联网。",
        "A first draft for your lawyer, not legal advice. Everything stays on this computer.",
    ),
    "welcome": ("从哪里开始？", "Where to begin?"),
    "placeholder": (
        "说说这次合作，或者问一个条款……（Enter 发送，Shift+Enter 换行）",
        "Describe the deal, or ask about a clause… (Enter sends, Shift+Enter breaks)",
    ),
    "send": ("发送", "Send"),
    "new": ("新对话", "New"),
    "delete": ("删除这场对话", "Delete this conversation"),
    "delete_sure": ("确定删除这场对话和它的草稿？删了找不回来。", "Delete this conversation and its draft for good?"),
    "history": ("以前的对话", "Conversations"),
    "untitled": ("未命名", "Untitled"),
    "language": ("语言", "Language"),
    "draft_file": ("下载草稿 Word", "Download draft (Word)"),
    "final_file": ("下载正式版 Word", "Download final (Word)"),
    "make_final": ("出正式版", "Make the final version"),
    "tab_contract": ("合同", "Contract"),
    "tab_slots": ("填写项", "Fields"),
    "tab_evidence": ("依据", "Sources"),
    "tab_findings": ("问题", "Findings"),
    "no_contract": ("选定合同以后，这里就是它的样子，边谈边成形。", "The contract takes shape here as you talk."),
    "no_evidence": ("回答问题时,引用的条款和法条列在这里。", "Clauses and statutes an answer rests on appear here."),
    "no_findings": ("眼下没有发现问题。", "No findings at present."),
    "required": ("必填", "required"),
    "filled": ("已填", "filled"),
    "assumed": ("按默认", "default"),
    "left_open": ("先空着", "left open"),
    "open": ("未填", "open"),
    "optional": ("可空", "optional"),
    "said": ("您说的是", "you said"),
    "progress": ("必填 {done}/{total}", "{done} of {total} required"),
    "noted": ("记下了", "Noted"),
    "was": ("原来是", "was"),
    "skip": ("先空着", "Leave open"),
    "advise": ("一般填什么", "What is usual?"),
    "yes": ("对", "Yes"),
    "no": ("不用", "No"),
    "see_clause": ("在合同里看", "Show in the contract"),
    "statutes": ("法条（要旨为我们的概括，请以官方文本为准）", "Statutes (our own summaries; check the official text)"),
    "clauses": ("条款原文", "Clauses, word for word"),
    "basis": ("依据", "Basis"),
    "error": ("须改", "Must fix"),
    "warn": ("留意", "Watch"),
    "info": ("说明", "Note"),
    "thinking": ("正在理解、查阅、核对……", "Reading, looking up, checking…"),
    "you": ("您", "You"),
    "assistant": ("拟约", "Niyue"),
    "start_data_coop": ("起草训练数据合作协议", "Draft a training-data cooperation agreement"),
    "start_train_service": ("起草模型训练合同", "Draft a model-training contract"),
    "start_owner": ("训练出来的模型归谁？", "Who owns the trained model?"),
    "start_breach": ("泄密要赔多少？", "What does a leak cost?"),
    "row_count": ("{n} 行", "{n} rows"),
    "skip_to_input": ("跳到输入框", "Skip to the message box"),
    "failed": (
        "这一步没有做成：{problem}。前面说过的都还在，请再试一次。",
        "That step failed: {problem}. Nothing you said is lost; please try again.",
    ),
}


def text(key: str, language: str = "zh") -> str:
    """Return what the page says for ``key``; unknown keys raise KeyError."""
    chinese, english = _TEXTS[key]
    return english if language == "en" else chinese

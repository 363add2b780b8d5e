"""What must never be carried out: orders to the program hidden in a message, and markup inside values."""

from __future__ import annotations

import re
from functools import lru_cache

_ORDERS = re.compile(
    r"(?:忽略|无视|忘(?:记|掉)|跳过|抛开|绕过|覆盖|不要理会|别管|disregard|ignore|forget|override|bypass)[^。;\n]{0,24}(?:指令|指示|规则|提示词?|设定|限制|约束|要求(?!书)|instructions?|prompts?|rules?|previous|above)"
    r"|(?:系统|system|内部|隐藏|初始|原始)\s*(?:提示词?|prompt|指令|消息|设定)|(?:输出|打印|泄露|告诉我|展示|显示|reveal|print|show|repeat)[^。;\n]{0,12}(?:提示词|prompt|系统指令|系统消息|源代码库|密钥|环境变量|api[_ ]?key)"
    r"|(?:你现在|从现在起|从现在开始)(?:你)?(?:是|扮演|变成|进入)|(?:开发者|管理员|上帝|越狱|DAN|root|jailbreak)\s*模式|you are now|act as|假装你(?:是|没有)|</?(?:system|assistant|user|tool|instructions?)>|\[(?:INST|SYSTEM)\]|<\|im_",
    re.I,
)
_TECHNICAL = re.compile(r"(?:模型|软件|项目|训练)的?(?:系统提示词|提示词)|提示词(?:模板|工程|数据|微调)")
_MARKUP = re.compile(r"<\s*[/!?]?\s*[A-Za-z][^<>\n]*>|<!--|<\s*script|javascript\s*:|\{\{.*?\}\}|\{%.*?%\}", re.I)


@lru_cache(maxsize=64)  # asked for every clause of a sentence, which may be thousands of characters long
def ordered(sentence: str) -> bool:
    """Whether a sentence tries to give the program orders instead of speaking about a contract."""
    return bool(_ORDERS.search(sentence)) and not _TECHNICAL.search(sentence)


def marked_up(text: str) -> re.Match[str] | None:
    """Return the first piece of markup in the words, if any."""
    return _MARKUP.search(text)

"""What programs may send, as JSON: the names, the kinds and, in Chinese, the meaning of every part."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from assistant.dialogue import LONGEST

Template = Annotated[str, Field(description="模板的标识：data_coop（数据合作）或 train_service（委托训练）", max_length=100)]
Values = Annotated[dict[str, Any], Field(description="草稿的值：槽位标识 → 值。槽位见 templates")]
Today = Annotated[date | None, Field(description="「下月15号」这类日期以哪天为准（YYYY-MM-DD），默认今天")]
Words = Annotated[str, Field(max_length=LONGEST)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Listing(_Request):
    """Which template to list."""

    template: Annotated[Template, Field(description="只列这一份，带全部条款原文和槽位；不给时列出有哪些模板")] = ""


class Question(_Request):
    """A question about the contract."""

    question: Annotated[Words, Field(description="问题，例如「泄密要赔多少？」")]
    template: Template = ""
    values: Values | None = None
    today: Today = None


class Reading(_Request):
    """Words to be read as a value."""

    template: Template
    slot: Annotated[str, Field(description="槽位标识，例如 confidentiality_years", max_length=100)]
    text: Annotated[Words, Field(description="要读的话，例如「五年吧」")]
    today: Today = None


class Message(_Request):
    """One message of a conversation."""

    message: Annotated[str, Field(description="说的话")]
    template: Annotated[Template, Field(description="从哪份模板谈起；只在第一句时给")] = ""
    conversation: Annotated[str, Field(description="上一轮返回的 conversation；不给就开始新的一场", max_length=100)] = ""
    today: Today = None


class Drafting(_Request):
    """The values of a Word file."""

    template: Template
    values: Values
    final: Annotated[bool, Field(description="正式版：有缺项或错误就不生成")] = False
    today: Today = None


class LocalDrafting(Drafting):
    """The same for a program on this machine."""

    out: Annotated[str, Field(description="把 .docx 写到这台机器的哪个文件（不覆盖已有的）；不给时随回答返回")] = ""


class Checking(_Request):
    """A contract to be checked."""

    file: Annotated[Base64Bytes, Field(description="文件的内容，base64")] = b""
    name: Annotated[str, Field(description="文件名，看后缀：.docx，不给模板时也可以是 .txt、.md", max_length=200)] = "contract.docx"
    template: Annotated[Template, Field(description="对照哪份模板；不给时查文本里的毛病")] = ""
    values: Values | None = None
    side: Annotated[Literal["", "甲方", "乙方"], Field(description="替哪一方看：改动后面说对这一方意味着什么")] = ""
    today: Today = None


class LocalChecking(Checking):
    """The same for a program on this machine."""

    path: Annotated[str, Field(description="这台机器上的文件，代替 file")] = ""

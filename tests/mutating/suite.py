"""Mutants of many contracts, and whether the checker finds each at its place in words a lawyer understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from hypothesis import HealthCheck, Phase, given, settings

import tests.mutating.around
import tests.mutating.beside
import tests.mutating.sneaky
import tests.mutating.turning
import tests.mutating.values  # noqa: F401 - both enter their kinds
from assistant.checking.checker import check_document
from assistant.draft import Draft
from assistant.exporting.document import export
from assistant.exporting.read import read_docx
from assistant.findings import Finding
from knowledge.contract import Contract, compose
from knowledge.template import Template
from tests.documents import draft_of
from tests.mutating.kinds import KINDS
from tests.mutating.paper import Paper
from tests.random_drafts import TODAY, drafts, library, told

BESIDE = {f"tests.mutating.{name}" for name in ("sneaky", "turning", "around")}
"""Where the kinds are that leave the words of a contract as they are."""

PI = {"contains_pi": True, "contains_sensitive_pi": True}
VARIANTS = {
    "data_coop": {
        "乙方所有，乙方付费": {},
        "甲方所有，互不付费，诉讼": {"model_owner": "甲方", "model_license_scope": None, "fee_mode": "互不付费",
                        "total_fee": None, "payment_nodes": None, "dispute_method": "诉讼",
                        "arbitration_institution": None, "court_name": "合肥市蜀山区人民法院"},
        "共有，收益分成": {"model_owner": "共有", "co_own_rule": "各占一半，一方对外许可应经对方同意", "fee_mode": "收益分成",
                   "revenue_share_rule": "按毛收入三七分"},
        "委托处理个人信息": {**PI, "pi_role": "委托处理", "fee_mode": "甲方付训练服务费"},
        "对外提供并出境": {**PI, "pi_role": "对外提供", "cross_border": True, "sign_mode": "电子签名"},
        "有责任上限": {"liability_cap": "费用总额的100%", "derivative_policy": "禁止", "public_genai_service": True},
    },
    "train_service": {
        "乙方所有": {},
        "甲方所有，诉讼": {"model_owner": "甲方", "dispute_method": "诉讼", "arbitration_institution": None,
                   "court_name": "成都市武侯区人民法院"},
        "共有，电子签名": {"model_owner": "共有", "co_own_rule": "各占一半，一方对外许可应经对方同意", "sign_mode": "电子签名"},
        "委托处理个人信息": {**PI, "pi_role": "委托处理"},
        "对外提供并出境": {**PI, "pi_role": "对外提供", "cross_border": True},
        "有责任上限": {"liability_cap": "服务费总额的100%", "subcontract_allowed": "书面同意后允许"},
    },
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed file: how it came about and at which addresses it must be found."""

    kind: str
    template: str
    variant: str
    seed: int
    data: bytes
    where: frozenset[str]


@cache
def written(template: str, variant: str) -> tuple[Contract, bytes]:
    """The contract of a variant and its file."""
    known = library().templates[template]
    draft = draft_of(template, **VARIANTS[template][variant])
    made = export(library(), known, draft, final=False, today=TODAY)
    assert made.data, (template, variant, made.findings)
    return compose(known, draft.terms()), made.data


def mutants(each: int) -> Iterator[Mutant]:
    """Yield ``each`` mutants of every kind, template and variant where the contract has a place for it."""
    for template, variants in VARIANTS.items():
        for variant in variants:
            for kind in KINDS:
                for seed in range(each):
                    if (one := mutant(kind, template, variant, seed)) is not None:
                        yield one


def mutant(kind: str, template: str, variant: str, seed: int) -> Mutant | None:
    """Return one mutant, None when its kind has no place in the contract."""
    contract, data = written(template, variant)
    paper = Paper(data, contract)
    where = KINDS[kind](paper, Random(f"{kind}{variant}{seed}"))
    changed = paper.bytes() if where else data
    return Mutant(kind, template, variant, seed, changed, where) if where else None


def survives(one: Mutant) -> str:
    """Return how a mutant got through, an empty string when it was found as it should."""
    contract, _ = written(one.template, one.variant)
    found = check_document(contract.template, read_docx(one.data), contract.terms).findings
    errors = [f for f in found if f.severity == "error"]
    at_place = [f for f in errors if one.where & set(f.where.split(","))]
    if not at_place:
        return f"not found at {sorted(one.where)}: {[(f.where, f.message) for f in errors]}"
    unclear = [f.message for f in errors if not understandable(f)]
    return f"not understandable: {unclear}" if unclear else ""


def understandable(finding: Finding) -> bool:
    """True when a message names a place or words, says what to do, and holds no name out of the program."""
    message = finding.message
    return (
        bool(re.search(r"请|须|应", message)) and ("「" in message or finding.where in message)
        and len(message) < 300 and not re.search(r"[a-z]+_[a-z]+|None|[{}]", message)
    )  # fmt: skip


def false_findings(count: int) -> Iterator[str]:
    """Write random legal drafts and yield those in whose file the checker finds an error."""
    for template in VARIANTS:
        yield from _false_findings(library().templates[template], count)


def _false_findings(known: Template, count: int) -> list[str]:
    wrong: list[str] = []

    def one(draft: Draft) -> None:
        made = export(library(), known, draft, final=False, today=TODAY)
        if made.data is None:
            wrong.append(f"not written: {made.findings} {told(draft)}")
            return
        for terms in (draft.terms(), None):
            found = check_document(known, read_docx(made.data), terms).findings
            if errors := [f.message for f in found if f.severity == "error"]:
                wrong.append(f"{errors} {told(draft)}")

    usual = settings(max_examples=count, phases=(Phase.explicit, Phase.generate), database=None,
                     deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))  # fmt: skip
    usual(given(drafts(known))(one))()
    return wrong

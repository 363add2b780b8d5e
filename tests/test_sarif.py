"""The SARIF log has what SARIF 2.1.0 asks for: required members, rules by index, regions that lie in the text."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from assistant.linting import sarif
from knowledge.library import open_library
from knowledge.linting.linter import lint
from tests.planting import PLANTERS, plants
from tests.test_linting import SERVICE

LIBRARY = open_library()
LEVELS = {"none", "note", "warning", "error"}
REGION = {"startLine", "startColumn", "endLine", "endColumn"}


def log_of(text: str) -> dict[str, object]:
    return sarif(Path("合同/第 1 稿.txt"), lint(text, LIBRARY), LIBRARY.rules)


@pytest.mark.parametrize("kind", PLANTERS)
def test_a_log_of_every_kind_of_defect(kind: str) -> None:
    for plant in plants(SERVICE, kind, seed=5, most=1):
        lines = plant.text.split("\n")
        log = log_of(plant.text)
        assert log["version"] == "2.1.0" and str(log["$schema"]).endswith("sarif-2.1.0.json")
        (run,) = log["runs"]  # type: ignore[misc]
        driver = run["tool"]["driver"]
        ids = [rule["id"] for rule in driver["rules"]]
        assert driver["name"] and len(set(ids)) == len(ids)
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["results"]
        for rule in driver["rules"]:
            assert rule["shortDescription"]["text"]
            assert rule["defaultConfiguration"]["level"] in LEVELS
        for result in run["results"]:
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in LEVELS
            assert result["message"]["text"]
            (place,) = result["locations"]
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii() and " " not in uri and unquote(uri) == "合同/第 1 稿.txt"
            region = place["physicalLocation"]["region"]
            assert set(region) <= REGION and min(region.values()) >= 1
            assert region["startLine"] <= len(lines)
            if "endColumn" in region:
                assert region["endLine"] == region["startLine"]
                words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
                assert len(words) == region["endColumn"] - region["startColumn"] > 0
            assert set(result.get("properties", {})) <= {"basis"}


def test_a_log_of_nothing_is_a_log() -> None:
    log = log_of("")
    assert log["runs"][0]["results"] == []  # type: ignore[index]
    assert log["runs"][0]["tool"]["driver"]["rules"] == []  # type: ignore[index]

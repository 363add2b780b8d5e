"""Feast days by which people set dates: on a fixed day, or month and day of each year by the lunar calendar."""

from __future__ import annotations

from collections.abc import Mapping

FIXED: Mapping[str, tuple[int, int]] = {
    "元旦": (1, 1), "三八节": (3, 8), "妇女节": (3, 8), "植树节": (3, 12), "五一": (5, 1), "劳动节": (5, 1),
    "五四青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建党节": (7, 1), "七一": (7, 1),
    "建军节": (8, 1), "八一建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一国庆": (10, 1),
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "圣诞": (12, 25),
}  # fmt: skip
LUNAR: Mapping[str, tuple[str, ...]] = {
    "春节": ("0217", "0206", "0126", "0213", "0203", "0123", "0211", "0131", "0219", "0208"),
    "端午": ("0619", "0609", "0528", "0616", "0605", "0624", "0612", "0601", "0620", "0610"),
    "中秋": ("0925", "0915", "1003", "0922", "0912", "1001", "0919", "0908", "0927", "0916"),
}
LUNAR_FROM = 2026
"""The year of the first day given for each feast of the lunar calendar."""

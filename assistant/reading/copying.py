"""How many copies are meant: all together, each party's, or those kept elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.clauses import Clause, Message
from assistant.reading.scene import Scene
from assistant.reading.values import Mention
from knowledge.kinds.numerals import NUMBER
from knowledge.template import Slot

_OWN_COPIES = re.compile(rf"([甲乙])方各?[执持留拿]\s*({NUMBER})\s*份")


def copies(
    message: Message, clauses: Sequence[Clause], scene: Scene, mention: Mention, slot: Slot, clause: Clause
) -> float:
    """Copies: 各/每方/双方 before the number means each party's, 备案/留存 the rest, else the total."""
    before = message.text[clause.start : mention.start]
    others = [c for c in clauses if c.sentence == clause.sentence and c.start != clause.start and "份" in c.text]
    last = list(re.finditer(r"(?P<each>各|[甲乙]方(?=各?[执持留拿])|每[方家边人]|一[方家边人]|双方|甲乙|两边|两家)|(?P<other>备案|登记|多(?:余|出来?)?的|留存|存档|归档|平台|余下?|其余|另外?|剩下?)|(?P<total>一式|一共|总共|共|总|(?<!每方)(?<!各方)(?<!每家)(?<!各自)份数|打)", before))
    after = message.text[mention.end : clause.end]
    kept = re.search(r"备案|登记|留存|存档|归档|报送|主管|平台", after)
    if last and last[-1].lastgroup == "other" and not kept and last[-1]["other"] in ("余", "余下", "其余", "另", "另外", "剩", "剩下"):
        last = last[:-1]
    what = last[-1].lastgroup if last else "other" if re.match(r"(?:用来|用于|拿去|去)?[^,。;]{0,6}(?:备案|登记|留存|存档)|(?:是|要|得)?(?:给|交|送|报)?[^,。;]{0,10}(?:登记|备案|主管|平台|档案|存档)", after) else "total"
    wanted = {"copies_each": "each", "copies_other": "other", "copies_total": "total"}.get(slot.id, "")
    if not last and slot.id in scene.expected:
        return 2.5
    if re.search(r"(?:我们?|他们|对方|咱们?)[^,。;各]{0,4}[要拿留存]\s*$|(?:仅|只)[可能准得许]?[^,。;]{0,4}留存?\s*$", before):
        return 0.0
    own = dict(_OWN_COPIES.findall(message.text))
    if what == "each" and len(set(own.values())) > 1:
        return 0.0
    known = last or what == "other" or others or re.search(r"合同|协议|盖章|打印", clause.text)
    return 3.0 if wanted == what and known else 0.0

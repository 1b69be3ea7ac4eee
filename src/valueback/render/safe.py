"""Client text is data: what a terminal would act upon is shown as what it is."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    r"""Text with controls, C1 and direction marks visible: ESC as `\u001b`."""
    return _DANGEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

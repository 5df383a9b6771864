"""The prompt's colours: the terminal's own, and those that can be read on dark and light alike."""

from __future__ import annotations

from prompt_toolkit.styles import Style

STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "continuation": "",
        "magic": "bold ansicyan",
        "pygments.keyword": "bold ansigreen",
        "pygments.keyword.constant": "bold ansigreen",
        "pygments.keyword.namespace": "bold ansigreen",
        "pygments.operator": "",
        "pygments.operator.word": "bold ansigreen",
        "pygments.literal.string": "ansired",
        "pygments.literal.string.doc": "ansired",
        "pygments.literal.number": "ansicyan",
        "pygments.comment": "italic ansibrightblack",
        "pygments.name.function": "ansimagenta",
        "pygments.name.class": "bold ansimagenta",
        "pygments.name.decorator": "ansimagenta",
        "pygments.name.builtin": "",
        "pygments.name.namespace": "",
        "pygments.name.exception": "",
        "pygments.error": "",
        "completion-menu.completion": "bg:ansiblack fg:ansiwhite noinherit",
        "completion-menu.completion.current": "reverse",
    }
)

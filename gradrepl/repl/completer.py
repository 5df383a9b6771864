"""What Tab offers: names by `names.complete`, and the magics with their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion

from gradrepl.repl.validator import is_magic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prompt_toolkit.document import Document


class PromptCompleter(Completer):
    """Total: a fault in it offers nothing, and never costs what was typed."""

    def __init__(self, namespace: Callable[[], Mapping[str, object]]) -> None:
        self.namespace = namespace

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002  # the protocol's
    ) -> Iterable[Completion]:
        """Called by prompt_toolkit at Tab."""
        try:
            size, candidates = offer(document.text_before_cursor, self.namespace())
        except Exception:  # noqa: BLE001  # see above
            return
        for candidate in candidates:
            yield Completion(candidate, start_position=-size)


def offer(before: str, namespace: Mapping[str, object]) -> tuple[int, list[str]]:
    """How many characters the word before the cursor has, and what it may become."""
    from gradrepl.repl import names  # both at the first Tab, not before the prompt
    from gradrepl.repl.magics import MAGICS

    if not is_magic(before):
        return names.complete(before, namespace)
    line = before.lstrip()
    if " " not in line:
        word = line.removeprefix("%")
        return len(word), [magic.name for magic in MAGICS if magic.name.startswith(word)]
    name, _, arguments = line.removeprefix("%").partition(" ")
    magic = next((magic for magic in MAGICS if magic.name == name), None)
    if magic is None:
        return 0, []
    *previous, word = arguments.split(" ")
    earlier = [part for part in previous if part]
    option = magic.option(earlier[-1]) if earlier else None
    if option is not None and option.value:
        return len(word), [choice for choice in option.choices if choice.startswith(word)]
    if word.startswith("-"):
        flags = [flag for option in magic.options for flag in option.flags]
        return len(word), [flag for flag in flags if flag.startswith(word)]
    choices = [choice for choice in magic.choices() if choice.startswith(word)]
    if not magic.takes_names:
        return len(word), choices
    size, candidates = names.complete(word, namespace)
    own = [name for name in candidates if name in namespace or "." in word or "[" in word]
    return (size, own) if own or not choices else (len(word), choices)

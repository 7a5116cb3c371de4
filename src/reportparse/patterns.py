"""Regular expressions that are compiled when they are first asked: no report needs all, and all take 0.1 s."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub")


class Lazy:
    """Stands for a compiled expression. From the first question on its methods are those of that expression."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def compiled(self) -> re.Pattern[Any]:
        """The expression itself."""
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        expression = self.compiled()
        for method in _METHODS:
            setattr(self, method, getattr(expression, method))
        return getattr(expression, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, made when it is first asked for a match."""
    return cast("re.Pattern[AnyStr]", Lazy(text, flags))

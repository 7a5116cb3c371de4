"""Completion for bash, zsh and fish, made from the command line's own table.

eval "$(reportparse completion bash)"
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence


def script(shell: str, words: Mapping[str, Sequence[str]], items: Iterable[str]) -> str:
    """The script for a shell. `words` are the options and choices of each command, `items` are those of the form."""
    return _fish(words, items) if shell == "fish" else _bash(words, items, zsh=shell == "zsh")


def _bash(words: Mapping[str, Sequence[str]], items: Iterable[str], *, zsh: bool) -> str:
    cases = "\n".join(f"    {name}) words={shlex.quote(' '.join(given))} ;;" for name, given in words.items())
    head = "autoload -U +X bashcompinit && bashcompinit\n" if zsh else ""
    return f"""{head}_reportparse() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W {shlex.quote(" ".join(words))} -- "$current"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{cases}
  esac
  if [ "${{COMP_WORDS[1]}}" = panel ] && [ "$COMP_CWORD" -gt 2 ]; then
    words="$words {" ".join(items)}"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}}
complete -o filenames -F _reportparse reportparse
"""


def _fish(words: Mapping[str, Sequence[str]], items: Iterable[str]) -> str:
    lines = [f"complete -c reportparse -n __fish_use_subcommand -a {shlex.quote(' '.join(words))}"]
    for name, given in {**words, "panel": [*words.get("panel", ()), *items]}.items():
        condition = shlex.quote(f"__fish_seen_subcommand_from {name}")
        lines.append(f"complete -c reportparse -n {condition} -a {shlex.quote(' '.join(given))}")
    return "\n".join(lines) + "\n"

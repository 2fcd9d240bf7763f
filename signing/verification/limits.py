"""How much one verification may cost."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """`seconds`: CPU time; by the clock, up to three times that on a machine that is busy with other things.

    `memory`: bytes of address space of the child, the program's own included. `file_size`: bytes. `children`: how many
    files may be checked at once.
    """

    seconds: float = 5.0
    memory: int = 500 * _MIB
    file_size: int = 200 * _MIB
    children: int = 2

    @property
    def wall_seconds(self) -> float:
        return 3 * self.seconds

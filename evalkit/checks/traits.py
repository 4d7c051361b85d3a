"""What others ask of a check: how its findings are folded, attributed and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["loss", "addition", "anchor", "marked", "markup", "surface", "habit", "whole text"]
"""What a finding says: content of the source is lost; content is added; a name or a number is lost
or another one; a model or a judge marks something; code is not as in the source; the writing is
wrong; the version is not at one with itself; all of the text is wrong."""
Group = Literal["anchor", "marked", "content", "surface", "habit", ""]
"""What a finding is taken in as: an anchor, a mark, other wrong content, wrong writing, a habit;
nothing takes in those of the last by their group."""
CONTENT: tuple[Group, ...] = ("anchor", "marked", "content")
Reach = Literal["row", "place"]

_GROUPS: dict[Kind, Group] = {
    "loss": "content",
    "addition": "content",
    "anchor": "anchor",
    "marked": "marked",
    "markup": "content",
    "surface": "surface",
    "habit": "habit",
    "whole text": "",
}


@dataclass(frozen=True, slots=True)
class Fold:
    """Secondary findings of the same row that a check's finding takes in, as what it explains.

    `takes` names groups and ids of checks. The reach is all of the "row", or the finding's
    "place": overlapping or touching it on either side, or in the same clause of the source. Those
    that may point `either_way` and are of the category `unless` are left alone. Of several folds
    of a row those of a lower `order` are done first, and what one has taken no other takes.
    """

    order: int
    takes: tuple[Group | str, ...]
    reach: Reach
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Traits:
    """How a check's findings are folded, attributed and measured.

    Folding: `group` is what they are taken in as, by their kind where it is None. `folds` are what
    they explain, of a "whole text" only where all of the text is marked. Where they are folded away
    `keeps_place` still shows their places. `either_way` says that their category may be that of a
    loss or of an addition, and `slip` that the same one all through a version is one cause.

    Attribution: `incomplete` says that a sentence stands there in part, `inferred` that the loss is
    inferred from lengths and words, `untranslated` that the text is none of its language,
    `own_habit` that other versions have no say, `punctuation` that two lie at one place where they
    lie in one sentence.

    Measured on: `labels` are the kinds of fault, as people label them, that it should find, the
    broadest first; `unasked` says that no set of segments can show it, `asked_with` names the
    metric without which none can. `damages` are the kinds of seeded damage that it should find
    (`evalkit selftest`); of those in `tells_of` a finding speaks too.
    """

    kind: Kind = "surface"
    group: Group | None = None
    folds: tuple[Fold, ...] = ()
    keeps_place: bool = False
    either_way: bool = False
    slip: bool = False
    incomplete: bool = False
    inferred: bool = False
    untranslated: bool = False
    own_habit: bool = False
    punctuation: bool = False
    labels: tuple[str, ...] = ()
    unasked: bool = False
    asked_with: str = ""
    damages: tuple[str, ...] = ()
    tells_of: tuple[str, ...] = ()

    @property
    def taken_as(self) -> Group:
        """The group by which others take its findings in."""
        return _GROUPS[self.kind] if self.group is None else self.group

    @property
    def is_loss(self) -> bool:
        """Whether a finding says that content of the source is not in the version."""
        return self.kind in ("loss", "anchor")

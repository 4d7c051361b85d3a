"""Language profiles, one TOML file each; adding a language is adding a file."""

from evalkit.languages.profile import (
    NEUTRAL,
    EndingProfile,
    NumberProfile,
    Profile,
    codes,
    primary,
    profile,
    read,
)
from evalkit.languages.tags import language_name

__all__ = [
    "NEUTRAL",
    "EndingProfile",
    "NumberProfile",
    "Profile",
    "codes",
    "language_name",
    "primary",
    "profile",
    "read",
]

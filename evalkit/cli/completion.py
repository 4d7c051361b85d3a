"""`evalkit completion`: the script that makes a shell complete evalkit's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    '  eval "$(evalkit completion bash)"          in ~/.bashrc\n'
    "  evalkit completion fish > ~/.config/fish/completions/evalkit.fish",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    found = get_completion_class(shell)
    root = ctx.find_root().command
    if found is not None:
        click.echo(found(root, {}, "evalkit", "_EVALKIT_COMPLETE").source())

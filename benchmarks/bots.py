"""What everything is compared with: discord.py as its own examples use it, without a store and without extras."""

import json
import os
from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

CHOICES = [app_commands.Choice(name=f"Somebody number {number} · a student", value=str(number)) for number in range(25)]

CARD: dict[str, Any] = json.loads(Path(os.environ["CARD"]).read_bytes()) if "CARD" in os.environ else {}

bot = commands.Bot(commands.when_mentioned, intents=discord.Intents(guilds=True))


@bot.tree.command()
async def ping(interaction: discord.Interaction) -> None:
    """Answer pong."""
    await interaction.response.send_message("pong")


@bot.tree.command()
async def card(interaction: discord.Interaction) -> None:
    """Answer with the card in the file CARD, out of discord.py's own parts: what any bot pays for it that knows its words."""
    parts: list[ui.Item[Any]] = []
    for part in CARD["components"]:
        match part["type"]:
            case 10:
                parts.append(ui.TextDisplay(part["content"]))
            case 14:
                parts.append(ui.Separator())
            case _:
                buttons = part["components"]
                parts.append(
                    ui.ActionRow[Any](*(ui.Button[Any](custom_id=b["custom_id"], label=b["label"]) for b in buttons))
                )
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=CARD["accent_color"]))
    view.stop()
    await interaction.response.send_message(view=view, silent=True)


class Answer(ui.DynamicItem[ui.Button[Any]], template=r"t1:\d+:[0-3]"):
    """A button like those of a question, which writes nothing down."""

    @classmethod
    async def from_custom_id(cls, _interaction: Any, item: Any, _match: Any, /) -> "Answer":
        """What discord.py calls when it is pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer privately."""
        await interaction.response.send_message("You chose it.", ephemeral=True)


bot.add_dynamic_items(Answer)


@bot.tree.command()
async def pick(interaction: discord.Interaction, name: str) -> None:
    """Has an option with choices."""
    await interaction.response.send_message(name)


@pick.autocomplete("name")
async def complete(_interaction: discord.Interaction, _typed: str) -> list[app_commands.Choice[str]]:
    """The same choices whatever was typed."""
    return CHOICES


if __name__ == "__main__":
    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)

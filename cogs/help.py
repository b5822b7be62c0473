"""/help: one page of what there is, for whoever asks."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.ui.kit.layout import Accent, card, footer, line, safe_through, text
from bot.ui.member.help import group
from bot.viewer import is_editor, server_permissions


class HelpCog(commands.Cog):
    """What the bot can do and how far it goes here."""

    @app_commands.command(description="What I can do, and how far I go in this channel")
    async def help(self, interaction: Interaction) -> None:
        """Answer privately."""
        bot, in_server = interaction.client, interaction.guild_id is not None
        viewer, say = await bot.viewer(interaction), bot.mention
        post = _("{command}: a spoiler of your own, behind a label.").format(command=say("spoiler post"))
        suggest = _("{command}: a fact or a correction, for this server's moderators.").format(command=say("suggest"))
        items = [
            text(
                "## " + _("Help"),
                _("I tell you about **{title}**, and never what you have not seen yet.").format(title=bot.show.title),
            ),
            line(),
            group(
                _("Start here"),
                _("{command} tells me what you finished. Only you can see it.").format(command=say("progress set")),
                _("{command} is the card of anybody you have met: by name, nickname, actor or role.").format(
                    command=say("character")
                ),
                _("{cast}, {episode} and {recap}: who there is, and what happened.").format(
                    cast=say("cast"), episode=say("episode"), recap=say("recap")
                ),
                _("{command} answers a plain question.").format(command=say("search")),
            ),
            group(
                _("Trivia"),
                _("{start}: a game for the whole channel, with nothing beyond what the channel shows.").format(
                    start=say("trivia start")
                ),
                _("{practice} and {daily}: for yourself, as far as you have watched.").format(
                    practice=say("trivia practice"), daily=say("trivia daily")
                ),
                _("{leaderboard} and {stats}: who knows most here, and how you do.").format(
                    leaderboard=say("trivia leaderboard"), stats=say("trivia stats")
                ),
            ),
            group(
                _("Yours"),
                *([post, suggest] if in_server else []),
                _("{command}: what I keep of you, as a file or gone.").format(command=say("privacy")),
            ),
            group(
                _("How far I go"),
                _("What I tell you privately ends with the last episode you finished."),
                _("In public the channel decides. What you have seen beyond it stands behind a tag with its episode."),
                _("**Look ahead** shows you more on purpose, and asks first."),
            ),
        ]
        if interaction.guild_id is not None and is_editor(
            interaction, await bot.store.guilds.settings(interaction.guild_id)
        ):
            items.append(
                group(
                    _("For editors"),
                    _("{add}, {edit}, {history}: what this server tells, with who changed it and undo.").format(
                        add=say("fact add"), edit=say("fact edit"), history=say("fact history")
                    ),
                    _("{add} and {edit}: the same for trivia questions.").format(
                        add=say("question add"), edit=say("question edit")
                    ),
                    _("{export} and {import_}: all of it as a file.").format(
                        export=say("fact export"), import_=say("fact import")
                    ),
                    _("{review}: what members suggest and report.").format(review=say("review")),
                    _("{watch}: an episode together, with an event, a thread and a quiz.").format(
                        watch=say("watchalong start")
                    ),
                )
            )
        if in_server and server_permissions(interaction).manage_guild:
            items.append(
                group(
                    _("For moderators"),
                    _("{command} makes this server safe, in three steps.").format(command=say("setup")),
                    _("{command}: how far replies go in one channel or thread, and who sees them.").format(
                        command=say("settings channel")
                    ),
                    _("{command} has everything in one view: editors, channels, time zone.").format(
                        command=say("settings show")
                    ),
                    _(
                        "Choose **Apps**, then **Tag as spoiler** on a message that tells too much. I put it behind a label."
                    ),
                )
            )
        if viewer.alone:
            here = safe_through(viewer.finished)
        elif viewer.ceiling == PREMISE:
            here = _("This channel shows only what is safe for everyone")
        else:
            here = _("This channel shows everything through {episode}").format(episode=viewer.ceiling)
        view = card(Accent.DESK, *items, line(), footer(here))
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(HelpCog())

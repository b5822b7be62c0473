"""What /about says of the program."""

from importlib.metadata import PackageNotFoundError, version

from bot.locale import _


def program_version() -> str:
    """The version of the installed program."""
    try:
        return version("hyosan")
    except PackageNotFoundError:
        return _("started from its folder")

"""What `make bench` runs: the figures of the bot beside those of discord.py alone, on one machine in the same minutes."""

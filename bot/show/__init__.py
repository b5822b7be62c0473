"""The show: pure values and rules. Knows nothing of Discord and nothing of SQLite."""

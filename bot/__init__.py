"""A Discord fan bot that never tells what a member has not seen yet."""

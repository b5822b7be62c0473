"""Values and a scope become Discord components here, and the wording of every result stands here."""

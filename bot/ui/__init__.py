"""Values and a scope become Discord components here, and presses and submits are answered. See docs/architecture.md."""

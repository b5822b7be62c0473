"""What tests stand on: the world that they act in, its walks, and what reads a reply."""

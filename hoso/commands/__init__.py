"""The commands of `./run`, a file each or a few that belong together; imported only when they are called."""

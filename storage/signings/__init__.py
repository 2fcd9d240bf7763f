"""Who may sign as what and when, batches of signatures, files that are signed on a person's own machine."""

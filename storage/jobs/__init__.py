"""Jobs: the truth about work to be done. The queue only carries their ids. Artefacts: what stages have made."""

"""The shipped kinds of paper, one YAML file each; read by `terms.kinds`."""

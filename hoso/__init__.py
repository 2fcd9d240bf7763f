"""The program: settings, command line, process entry points. It knows every room; no room knows it."""

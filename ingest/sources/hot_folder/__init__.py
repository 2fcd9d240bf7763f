"""The hot folder: where scanners, copiers and people drop files.

    <folder>/a.pdf              a dossier of its own, called "a"
    <folder>/Nguyễn Văn An/*    one dossier, called as the folder (or the dossier whose code the folder bears)
    <folder>/done/2026-11-20/…  what has been stored
    <folder>/failed/<code>/…    what was refused or could not be read, each beside a .txt that says why

The folder is polled: it may be a network share, where nothing announces a change. A file is taken when size and time
have not changed for a while, and all of its folder likewise, so that the pages of a dossier keep their order. It is
moved away only after the commit. Nothing that one file does stops the watch.
"""

from ingest.sources.hot_folder.watch import HotFolder, HotFolderSettings

__all__ = ["HotFolder", "HotFolderSettings"]

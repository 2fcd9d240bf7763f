"""The pages, a file a place. Each is a blueprint; each view says who may call it."""

from web.staff.pages import account, dossiers, home, intake, pictures, signin

PARTS = tuple(module.part for module in (home, signin, account, intake, dossiers, pictures))

__all__ = ["PARTS"]

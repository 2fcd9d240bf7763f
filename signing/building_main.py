"""The nursery in which copies are built: `python -m signing.building_main`."""

from signing.building import work
from signing.nursery import serve

if __name__ == "__main__":
    serve(work)

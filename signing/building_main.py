"""The nursery in which copies are built: `python -m signing.building_main`."""

from signing.building import warm, work
from signing.nursery import serve

if __name__ == "__main__":
    warm()
    serve(work)

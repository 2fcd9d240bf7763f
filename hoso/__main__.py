"""`python -m hoso`."""

from hoso.command import main

if __name__ == "__main__":
    main()

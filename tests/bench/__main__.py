"""`make bench`: every benchmark, one after the other."""

from tests.bench import intake

if __name__ == "__main__":
    intake.main()

"""`make bench`: every benchmark, one after the other."""

from tests.bench import intake, page, reading, stages, understanding

if __name__ == "__main__":
    for benchmark in (intake, stages, reading, understanding, page):
        print(f"--- {benchmark.__name__}: {(benchmark.__doc__ or '').splitlines()[0]}")
        benchmark.main()

"""`make bench`: every benchmark, one after the other."""

from mailbot.logs import set_up
from tests.bench import growth, intake, page, reading, stages, understanding

if __name__ == "__main__":
    set_up("CRITICAL")
    for benchmark in (intake, stages, reading, understanding, page, growth):
        print(f"--- {benchmark.__name__}: {(benchmark.__doc__ or '').splitlines()[0]}", flush=True)
        benchmark.main()

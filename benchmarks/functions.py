"""What a cell's call costs: the functions' own share against xlwings' default converters.

`python benchmarks/functions.py` asks the dispatcher of xlwings Server for ranges of several sizes,
once for `CAP_GROSS_UP` as published and once for the same arithmetic behind xlwings' own array
converter. The last line holds a large `CAP_AGENTS` against the core's array call with nothing but
reading and writing plain lists around it. Best of several rounds, side by side; only the ratios
are worth comparing.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import time
import types
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

SIZES = ((1, 1), (52, 1), (1000, 1), (1000, 8))
ROUNDS = 5


def payload(name: str, *arguments: Any) -> dict[str, Any]:
    """A call as Office.js sends it."""
    return {
        "client": "Office.js",
        "func_name": name,
        "args": list(arguments),
        "caller_address": "[Book1.xlsx]Sheet1!A1",
        "session_id": "s",
        "culture_info_name": "en-US",
        "date_format": "m/d/yyyy",
        "version": importlib.import_module("xlwings").__version__,
        "runtime": "1.4",
    }


def default_functions() -> types.ModuleType:
    """The same arithmetic the way xlwings' own converters would have it."""
    import numpy as np
    from xlwings import arg, func, ret

    def gross_up(agents: Any, shrinkage_share: Any) -> Any:
        return agents / (1 - float(shrinkage_share))

    gross_up.__annotations__ = {}
    module = types.ModuleType("default_functions")
    by_array: Any = arg("agents", np.array, ndim=2)
    vars(module)["gross_up"] = func(ret(ndim=2)(by_array(gross_up)))
    return module


def best(work: Callable[[], Any]) -> float:
    """Milliseconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def measured() -> Iterator[tuple[str, float, float, float]]:
    """Size, milliseconds by default converters, as published, and of the function alone."""
    server: Any = importlib.import_module("xlwings.server")
    functions: Any = importlib.import_module("capplan_udfs")
    default = default_functions()

    def ask(module: types.ModuleType, name: str, cells: list[list[float]]) -> Any:
        call = payload(name, cells, [[0.3]])
        return asyncio.run(server.custom_functions_call(call, module))

    for rows, columns in SIZES:
        cells = [[100.0 + row] * columns for row in range(rows)]
        slow = best(partial(ask, default, "gross_up", cells))
        published = best(partial(ask, functions, "cap_gross_up", cells))
        alone = best(partial(functions.cap_gross_up, cells, 0.3))
        yield f"{rows} x {columns}", slow, published, alone


def own_share() -> float:
    """What a large range costs, as a multiple of list to array, core, array to list."""
    import numpy as np

    from capplan import erlang

    functions: Any = importlib.import_module("capplan_udfs")
    cells = [[100.0 + row + column / 8 for column in range(8)] for row in range(1000)]

    def bare() -> Any:
        flat = np.fromiter(chain.from_iterable(cells), np.float64, 8000)
        return np.asarray(erlang.agents(flat, 180.0)).tolist()

    return best(partial(functions.cap_agents, cells, 180)) / best(bare)


def main() -> None:
    """Print one line a size."""
    os.environ.update(XLWINGS_ON_SERVER="true", XLWINGS_LICENSE_KEY="noncommercial")
    print(f"{'cells':>10} {'default ms':>11} {'published ms':>13} {'alone ms':>9} {'ratio':>7}")
    for size, slow, published, alone in measured():
        ratio = f"{slow / published:.1f}x"
        print(f"{size:>10} {slow:11.2f} {published:13.2f} {alone:9.2f} {ratio:>7}")
    print(f"CAP_AGENTS over 1000 x 8 cells / its bare array call: {own_share():.2f}x")


if __name__ == "__main__":
    main()

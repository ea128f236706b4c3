"""Importing the room and reading a report are cheap."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from dateline.reports import read


def test_importing_reports_loads_no_heavy_library():
    heavy = ("trafilatura", "ftfy", "py3langid", "numpy", "lxml", "charset_normalizer")
    program = f"import sys, dateline.reports; print(*[name for name in {heavy} if name in sys.modules])"
    source = Path(__file__).parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, env=environment)
    assert done.stdout.strip() == ""


def test_a_report_of_400_words_costs_a_few_milliseconds(tmp_path):
    sentence = (
        "Two guards were hurt in Imber on Friday, the mayor said, and the army denied that it had fired on the town."
    )
    row = json.dumps({"text": "\n\n".join([sentence] * 19), "published": "2024-05-14"})
    path = tmp_path / "news.jsonl"
    path.write_text(f"{row}\n" * 200)
    list(read(path))
    start = time.perf_counter()
    assert len(list(read(path))) == 200
    # Measured 1 ms; the bound leaves room for a busy machine and still catches a slow library on the common path.
    assert (time.perf_counter() - start) / 200 < 0.006

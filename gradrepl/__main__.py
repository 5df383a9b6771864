"""`python -m gradrepl`."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        # The folder that it was started in, where the learner may have a `rich.py` or a `types.py`
        # of their own. It comes back, when all of ours has been imported.
        del sys.path[0]
    from gradrepl.cli import main

    sys.exit(main())

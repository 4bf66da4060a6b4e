"""Plant errors in a copy of the project, one at a time, and count how many the tests catch.

    python run.py planted                     every error; takes hours
    python run.py planted --sample            a few of each kind, always the same, for CI
    python run.py planted figures notebooks   only kinds whose name holds one of these words
    python run.py planted --list              what is planted, and who judges it

`kinds` says what is planted, `judge` runs the project's own tests on the copy, `command` counts.
No file hash helps the tests: after each change of a table its hash is written anew.
"""

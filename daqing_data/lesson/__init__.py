"""For the notebooks only: chart set-up, text twin and exercise check.

`charts` is the one module that knows matplotlib; `exercises` holds the answers and misconceptions, and `judging` reads
and judges what a pupil answers.
"""

from daqing_data.lesson.charts import drawn, setup, text_twin
from daqing_data.lesson.exercises import find
from daqing_data.lesson.judging import judge

__all__ = ["check", "drawn", "setup", "text_twin"]


def check(exercise_id: str, answer: object) -> None:
    """Say whether an answer to an exercise is right, and why.

    Parameters
    ----------
    exercise_id : str
        The exercise, as named in the lesson.
    answer : object
        A number (0.602, `'60.2 %'`), a letter, words, an interval or a function; `...` for none yet.

    Raises
    ------
    ValueError
        Unknown exercise; the message names the nearest.
    """
    print(judge(find(exercise_id), answer))

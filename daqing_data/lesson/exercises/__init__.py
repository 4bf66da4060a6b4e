"""The exercises of the lessons: right answers computed, wrong ones known by their misconception.

One file per lesson. Nothing there is typed that the package can compute: a right answer and each
wrong one are functions without arguments, so that a corrected figure corrects its exercises.
"""

from daqing_data import tables
from daqing_data.lesson.asking import Exercise
from daqing_data.lesson.exercises import (
    comparable,
    growth,
    numbers,
    outcome,
    own,
    park,
    services,
    target,
    wording,
)

__all__ = ["EXERCISES", "find"]

LESSONS = (numbers, wording, comparable, growth, services, park, target, outcome, own)

#: id -> exercise, in the order of the lessons.
EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise for lesson in LESSONS for exercise in lesson.EXERCISES
}


def find(exercise_id: str) -> Exercise:
    """Find an exercise by its id.

    Raises
    ------
    ValueError
        No such exercise; the message names the nearest.
    """
    if exercise_id not in EXERCISES:
        raise tables.unknown_name("exercise", exercise_id, EXERCISES)
    return EXERCISES[exercise_id]

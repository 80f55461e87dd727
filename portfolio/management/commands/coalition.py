from costsharing.engine.case import Case
from costsharing.engine.coalition import join
from costsharing.engine.joining import coalition_written
from costsharing.engine.writing import Written
from portfolio.management.commands import split


class Command(split.Command):
    help = "Prints who joins under the answers and conditions of CASE.json (docs/case.md), and why others do not. Exit status 2 and one line if it is refused."
    name = "coalition"

    def answer(self, case: Case) -> Written:
        return coalition_written(join(case))

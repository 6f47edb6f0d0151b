"""The one error of the reference; `code` and `argument` are those a user of the library would see."""


class SimulationError(Exception):
    def __init__(self, message, code, argument=None):
        super().__init__(message)
        self.code = code
        self.argument = argument

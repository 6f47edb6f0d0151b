"""Base class of strategies: annotated attributes are parameters, given by keyword, as in the library."""

from .errors import SimulationError


class Strategy:
    def __init__(self, **given):
        parameters = self.parameter_names()
        for name in given:
            if name not in parameters:
                message = f"{type(self).__name__} has no parameter `{name}`. It has: {', '.join(parameters)}"
                raise SimulationError(message, "unknown_parameter", name)
        for name in parameters:
            if name in given:
                setattr(self, name, given[name])
            elif not hasattr(type(self), name):
                raise SimulationError(f"{type(self).__name__} needs `{name}`", "missing_parameter", name)
            else:
                setattr(self, name, getattr(type(self), name))

    @classmethod
    def parameter_names(cls):
        names = {}
        for base in reversed(cls.__mro__):
            for name, annotation in vars(base).get("__annotations__", {}).items():
                if "ClassVar" not in str(annotation):
                    names[name] = True
        return list(names)

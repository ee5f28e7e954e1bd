"""The parts of an assessment as they mean, free of any form."""

from pia.model.assessment import Assessment

__all__ = ["Assessment"]

"""Places of an assessment that this room speaks of, as a source names them."""

from pia.model.assessment import Assessment
from pia.model.ref import Ref

FORM = Ref(Assessment, lambda a: a.form).key
EDITION = Ref(Assessment, lambda a: a.edition).key
PREDECESSOR = Ref(Assessment, lambda a: a.predecessor).key
PUBLISHED = Ref(Assessment, lambda a: a.cover.published).address
PUBLISHED_KEY = Ref(Assessment, lambda a: a.cover.published).key
NUMBER = Ref(Assessment, lambda a: a.cover.number).key
NAME = Ref(Assessment, lambda a: a.cover.name).key
ORGANISATION = Ref(Assessment, lambda a: a.cover.organisation).key

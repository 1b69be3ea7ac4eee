"""The client: who is served, how one reaches them, and how one greets them."""

import re

from valueback.model.data import Data, Identifier, LocaleName, Name, Names, Text, ZoneName

_GIVEN = r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?<=..)\Z"
"""A given name: letters, two at least."""

_PART_OF_NAME = r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?\Z"
"""Another part of a person's name: letters, or an initial."""

_NO_PERSON = (
    r"dra?|prof|mrs?|ms|miss|sra?|srta|dom|dona|don|doña|herr|frau|m|mme|mlle|monsieur|madame|the"
    r"|maître|senhora?|señora?"
    r"|ltd|limited|inc|llc|llp|plc|corp|corporation|co|company|gmbh|ag|kg|ug|ohg|gbr|ev|sa|sas"
    r"|sarl|sasu|eurl|sl|slu|slp|ltda|lda|mei|eireli|sociedade|sociedad|société|unipessoal"
    r"|and|und|y|et|group|gruppe|grupo|groupe|studios?|estúdio|estudio|atelier|consulting"
    r"|consultoria|consultoría|consultants|partners|services|solutions|associates|foundation"
    r"|fundação|fundación|stiftung|verein|association|associação|asociación|praxis|clínica|clinic"
    r"|kanzlei"
)
"""What stands in names of firms, and before names, in the languages of papers."""


class Client(Data):
    """The person who is served."""

    name: Name
    email: Text | None = None
    phone: Text | None = None
    called: Name | None = None
    address: Text | None = None
    tax_id: Text | None = None
    time_zone: ZoneName | None = None
    locale: LocaleName | None = None
    segment: Identifier | None = None
    traits: Names = ()

    @property
    def greeted(self) -> str:
        """How messages greet the client: as they are called, else by the first word of a person's
        name; a firm, or a name with a title before it, in full.
        """
        first, *others = self.name.split()
        words = (word.casefold().rstrip(".") for word in (first, *others))
        begins = bool(others and re.match(_GIVEN, first))
        is_persons = begins and all(re.match(_PART_OF_NAME, word) for word in others)
        is_persons = is_persons and not any(re.fullmatch(_NO_PERSON, word) for word in words)
        return self.called or (first if is_persons else self.name)

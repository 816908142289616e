"""Whether a text in Latin letters is English, whose words some rules know."""

from __future__ import annotations

import re

SAMPLE = 20_000  # characters
ENGLISH = re.compile(r"\b(?:the|of|and|to|is|that|for|with|was|are|this|it)\b")
FOREIGN = re.compile(
    r"\b(?:der|die|das|und|zu|nicht|mit|ist|le|la|les|des|et|que|une|est|el|los|las|por|con|del|il|di"
    r"|che|per|non|een|het|van|och|att|som|os|uma|em|não|para)\b"
)
# Words that end with a stop and no sentence.
ABBREVIATIONS = frozenset(
    """
    admin al approx art arts assn assoc asst ave avg blvd bros ca cf ch chap cit cm co cong corp
    cu dept diff ed eds emp esp est etc ext fig figs ft govt hr hrs ibid illus in inc incl intl
    kg km lb lbs loc ltd max med mfg mgr min misc mm mo mos mt natl no nos op oz par pl pp prof
    rd ref refs repr resp rev sc sec secs sess sp spec sq st stat suppl syn tel temp trans univ
    var viz vol vols vs yr yrs
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun
    """.split()
)


def is_english(text: str) -> bool:
    """Whether ``text`` has more of the small words of English than of its neighbours."""
    sample = text[:SAMPLE]
    return len(FOREIGN.findall(sample)) <= len(ENGLISH.findall(sample))

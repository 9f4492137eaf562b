"""What happens on a slide, in the XML that PowerPoint itself writes: a film that starts, a text that appears.

Source: ECMA-376, part 1, 19.5 (slide animation), and files saved by PowerPoint. One thing that it writes is left out on
purpose: a film that fills the slide would take a click on it for a pause, and a click shall go on to the next slide.
"""

from __future__ import annotations

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/presentationml/2006/main"

_SEQUENCE = """
<p:timing xmlns:p="{namespace}"><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot">
<p:childTnLst>
<p:seq concurrent="1" nextAc="seek">
<p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
<p:par><p:cTn id="3" fill="hold"><p:stCondLst>{begin}</p:stCondLst><p:childTnLst>
<p:par><p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
{effect}
</p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn>
<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
</p:seq>
{media}
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>
"""

_ON_ENTRY = '<p:cond delay="indefinite"/><p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>'
_ON_CLICK = '<p:cond delay="indefinite"/>'

_PLAY = """
<p:par><p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold" nodeType="afterEffect">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="6" dur="{milliseconds}" fill="hold"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:cmd>
</p:childTnLst></p:cTn></p:par>
"""

_FILM = """
<p:video><p:cMediaNode vol="80000"><p:cTn id="7" fill="hold" display="0">
<p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cMediaNode></p:video>
"""

_APPEAR = """
<p:par><p:cTn id="5" presetID="10" presetClass="entr" presetSubtype="0" fill="hold" nodeType="clickEffect">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:set><p:cBhvr><p:cTn id="6" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>
</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>
<p:animEffect transition="in" filter="fade"><p:cBhvr><p:cTn id="7" dur="500"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:animEffect>
</p:childTnLst></p:cTn></p:par>
"""


def plays_on_entry(shape: int, seconds: float) -> etree._Element:
    """The film of this shape starts by itself when the slide is entered."""
    play = _PLAY.format(shape=shape, milliseconds=max(1, round(1000 * seconds)))
    return _timing(_ON_ENTRY, play, _FILM.format(shape=shape))


def appears_on_click(shape: int) -> etree._Element:
    """The shape is not there until the first click, and fades in then."""
    return _timing(_ON_CLICK, _APPEAR.format(shape=shape), "")


def _timing(begin: str, effect: str, media: str) -> etree._Element:
    written = _SEQUENCE.format(namespace=NAMESPACE, begin=begin, effect=effect, media=media)
    # PowerPoint writes no white space between elements.
    return etree.fromstring(written, etree.XMLParser(remove_blank_text=True))
